// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;

/**
 * The system calls of the C library.
 *
 * <p>The calls that move bytes allocate nothing once compiled: the segments over arrays are made
 * and used up inside one small method each, and so never come to exist. One kind of memory per
 * method: a type profile shared by two brings the allocation back.
 *
 * <p>write(2) serves sockets as well as pipes: the JVM ignores SIGPIPE, so that there is no need of
 * send(2) with MSG_NOSIGNAL.
 */
final class LibC implements SystemCalls {
  private static final long NANOS_PER_MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  /** Turned off for good when the kernel turns out to be older than the C library (before 5.11). */
  private volatile boolean hasPwait2;

  LibC() {
    this(Symbols.EPOLL_PWAIT2 != null);
  }

  /** With or without the wait that counts nanoseconds, which must be there to be used. */
  LibC(boolean hasPwait2) {
    this.hasPwait2 = hasPwait2;
  }

  @Override
  public int read(int fd, byte[] to, int offset, int length, Errno errno) {
    try {
      MemorySegment part = MemorySegment.ofArray(to).asSlice(offset, length);
      long n = (long) Symbols.READ.invokeExact(errno.segment(), fd, part, (long) length);
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int read(int fd, MemorySegment to, Errno errno) {
    try {
      long n = (long) Symbols.READ.invokeExact(errno.segment(), fd, to, to.byteSize());
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int readLarge(int fd, MemorySegment to, WaitMemory memory) {
    try {
      long n = (long) Symbols.READ_LARGE.invokeExact(memory.errno(), fd, to, to.byteSize());
      return n < 0 ? memory.negatedErrno() : (int) n;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int write(int fd, byte[] from, int offset, int length, Errno errno) {
    try {
      MemorySegment part = MemorySegment.ofArray(from).asSlice(offset, length);
      long n = (long) Symbols.WRITE.invokeExact(errno.segment(), fd, part, (long) length);
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int write(int fd, MemorySegment from, Errno errno) {
    try {
      long n = (long) Symbols.WRITE.invokeExact(errno.segment(), fd, from, from.byteSize());
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int writeLarge(int fd, MemorySegment from, WaitMemory memory) {
    try {
      long n = (long) Symbols.WRITE_LARGE.invokeExact(memory.errno(), fd, from, from.byteSize());
      return n < 0 ? memory.negatedErrno() : (int) n;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int socket(int domain, int type, int protocol) {
    try {
      Errno errno = new Errno();
      int result = (int) Symbols.SOCKET.invokeExact(errno.segment(), domain, type, protocol);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int socketpair(int domain, int type, int protocol, int[] two) {
    try {
      Errno errno = new Errno();
      int result =
          (int)
              Symbols.SOCKETPAIR.invokeExact(
                  errno.segment(), domain, type, protocol, MemorySegment.ofArray(two));
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int pipe2(int[] two, int flags) {
    try {
      Errno errno = new Errno();
      int result =
          (int) Symbols.PIPE2.invokeExact(errno.segment(), MemorySegment.ofArray(two), flags);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int bind(int fd, byte[] address, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, address);
      int result = (int) Symbols.BIND.invokeExact(errno, fd, copy, length);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int listen(int fd, int backlog) {
    try {
      Errno errno = new Errno();
      int result = (int) Symbols.LISTEN.invokeExact(errno.segment(), fd, backlog);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int accept4(int fd, byte[] address, int[] length, int flags) {
    try {
      Errno errno = new Errno();
      MemorySegment bytes = MemorySegment.ofArray(address);
      MemorySegment size = MemorySegment.ofArray(length);
      int result = (int) Symbols.ACCEPT4.invokeExact(errno.segment(), fd, bytes, size, flags);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int connect(int fd, byte[] address, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, address);
      int result = (int) Symbols.CONNECT.invokeExact(errno, fd, copy, length);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int getsockname(int fd, byte[] address, int[] length) {
    try {
      Errno errno = new Errno();
      MemorySegment bytes = MemorySegment.ofArray(address);
      MemorySegment size = MemorySegment.ofArray(length);
      int result = (int) Symbols.GETSOCKNAME.invokeExact(errno.segment(), fd, bytes, size);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int getpeername(int fd, byte[] address, int[] length) {
    try {
      Errno errno = new Errno();
      MemorySegment bytes = MemorySegment.ofArray(address);
      MemorySegment size = MemorySegment.ofArray(length);
      int result = (int) Symbols.GETPEERNAME.invokeExact(errno.segment(), fd, bytes, size);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int getsockopt(int fd, int level, int name, int[] value) {
    try {
      Errno errno = new Errno();
      MemorySegment room = MemorySegment.ofArray(value);
      MemorySegment size = MemorySegment.ofArray(new int[] {(int) room.byteSize()});
      int result =
          (int) Symbols.GETSOCKOPT.invokeExact(errno.segment(), fd, level, name, room, size);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int setsockopt(int fd, int level, int name, int[] value) {
    try {
      Errno errno = new Errno();
      MemorySegment held = MemorySegment.ofArray(value);
      int size = (int) held.byteSize();
      int result =
          (int) Symbols.SETSOCKOPT.invokeExact(errno.segment(), fd, level, name, held, size);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int shutdown(int fd, int how) {
    try {
      Errno errno = new Errno();
      int result = (int) Symbols.SHUTDOWN.invokeExact(errno.segment(), fd, how);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int ioctl(int fd, int request, int[] value) {
    try {
      Errno errno = new Errno();
      int result =
          (int)
              Symbols.IOCTL.invokeExact(
                  errno.segment(), fd, (long) request, MemorySegment.ofArray(value));
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      int result = (int) Symbols.CLOSE.invokeExact(errno, fd);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int getrlimit(int resource, long[] softAndHard) {
    try {
      Errno errno = new Errno();
      int result =
          (int)
              Symbols.GETRLIMIT.invokeExact(
                  errno.segment(), resource, MemorySegment.ofArray(softAndHard));
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int eventfd(int initial, int flags) {
    try {
      Errno errno = new Errno();
      int result = (int) Symbols.EVENTFD.invokeExact(errno.segment(), initial, flags);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int epoll_create1(int flags) {
    try {
      Errno errno = new Errno();
      int result = (int) Symbols.EPOLL_CREATE1.invokeExact(errno.segment(), flags);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int epoll_ctl(int epfd, int operation, int fd, int events, long data) {
    try {
      Errno errno = new Errno();
      MemorySegment event = EpollEvents.one(events, data);
      int result = (int) Symbols.EPOLL_CTL.invokeExact(errno.segment(), epfd, operation, fd, event);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int epoll_wait(
      int epfd, MemorySegment events, int most, long timeoutNanos, WaitMemory memory) {
    try {
      int n;
      if (timeoutNanos == 0) {
        n = (int) Symbols.EPOLL_WAIT_NOW.invokeExact(memory.errno(), epfd, events, most, 0);
      } else if (hasPwait2) {
        return pwait2(epfd, events, most, timeoutNanos, memory);
      } else {
        int timeout = milliseconds(timeoutNanos);
        n = (int) Symbols.EPOLL_WAIT.invokeExact(memory.errno(), epfd, events, most, timeout);
      }
      return n < 0 ? memory.negatedErrno() : n;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private int pwait2(int epfd, MemorySegment events, int most, long timeoutNanos, WaitMemory memory)
      throws Throwable {
    MemorySegment timeout = memory.timespec(timeoutNanos);
    int n =
        (int)
            Symbols.EPOLL_PWAIT2.invokeExact(
                memory.errno(), epfd, events, most, timeout, MemorySegment.NULL);
    if (n >= 0) {
      return n;
    }
    if (memory.negatedErrno() != -LinuxErrors.ENOSYS) {
      return memory.negatedErrno();
    }
    hasPwait2 = false;
    return epoll_wait(epfd, events, most, timeoutNanos, memory);
  }

  /**
   * Rounded up, so that no wait ends early; cut to what fits, after which the caller asks again.
   */
  private static int milliseconds(long nanos) {
    return nanos < 0
        ? -1
        : (int) Math.min(Math.ceilDiv(nanos, NANOS_PER_MILLISECOND), Integer.MAX_VALUE);
  }

  @Override
  public int ppoll(MemorySegment fds, int count, long timeoutNanos, WaitMemory memory) {
    MemorySegment timeout = memory.timespec(timeoutNanos);
    try {
      int n;
      if (timeoutNanos == 0) {
        n =
            (int)
                Symbols.PPOLL_NOW.invokeExact(
                    memory.errno(), fds, (long) count, timeout, MemorySegment.NULL);
      } else {
        n =
            (int)
                Symbols.PPOLL.invokeExact(
                    memory.errno(), fds, (long) count, timeout, MemorySegment.NULL);
      }
      return n < 0 ? memory.negatedErrno() : n;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Handles throw what Java code throws: a closed arena, the wrong thread, a virtual machine error.
   */
  private static RuntimeException unexpected(Throwable e) {
    switch (e) {
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new AssertionError(e);
    }
  }
}
