// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The C library's calls that open, name, set and close descriptors.
 *
 * <p>Those that give several properties to a new descriptor at once are left to subclasses, as not
 * every system has them.
 */
public abstract class LibCDescriptors implements DescriptorCalls {
  protected final ErrnoMemory errnos;

  protected LibCDescriptors(ErrnoMemory errnos) {
    this.errnos = errnos;
  }

  @Override
  public int socket(int domain, int type, int protocol) {
    try {
      Errno errno = errnos.next();
      int result = (int) Symbols.SOCKET.invokeExact(errno.segment(), domain, type, protocol);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int socketpair(int domain, int type, int protocol, int[] two) {
    try {
      Errno errno = errnos.next();
      int result =
          (int)
              Symbols.SOCKETPAIR.invokeExact(
                  errno.segment(), domain, type, protocol, MemorySegment.ofArray(two));
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
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
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int listen(int fd, int backlog) {
    try {
      Errno errno = errnos.next();
      int result = (int) Symbols.LISTEN.invokeExact(errno.segment(), fd, backlog);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
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
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int getsockname(int fd, byte[] address, int[] length) {
    try {
      Errno errno = errnos.next();
      MemorySegment bytes = MemorySegment.ofArray(address);
      MemorySegment size = MemorySegment.ofArray(length);
      int result = (int) Symbols.GETSOCKNAME.invokeExact(errno.segment(), fd, bytes, size);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int getpeername(int fd, byte[] address, int[] length) {
    try {
      Errno errno = errnos.next();
      MemorySegment bytes = MemorySegment.ofArray(address);
      MemorySegment size = MemorySegment.ofArray(length);
      int result = (int) Symbols.GETPEERNAME.invokeExact(errno.segment(), fd, bytes, size);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int getsockopt(int fd, int level, int name, byte[] value, int[] length) {
    try {
      Errno errno = errnos.next();
      MemorySegment room = MemorySegment.ofArray(value);
      MemorySegment size = MemorySegment.ofArray(length);
      int result =
          (int) Symbols.GETSOCKOPT.invokeExact(errno.segment(), fd, level, name, room, size);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int setsockopt(int fd, int level, int name, byte[] value) {
    try {
      Errno errno = errnos.next();
      MemorySegment held = MemorySegment.ofArray(value);
      int size = value.length;
      int result =
          (int) Symbols.SETSOCKOPT.invokeExact(errno.segment(), fd, level, name, held, size);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int setsockoptWaiting(int fd, int level, int name, byte[] value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, value);
      int size = value.length;
      int result = (int) Symbols.SETSOCKOPT_WAITING.invokeExact(errno, fd, level, name, copy, size);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int shutdown(int fd, int how) {
    try {
      Errno errno = errnos.next();
      int result = (int) Symbols.SHUTDOWN.invokeExact(errno.segment(), fd, how);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int ioctl(int fd, int request, int[] value) {
    try {
      Errno errno = errnos.next();
      int result =
          (int)
              Symbols.IOCTL.invokeExact(
                  errno.segment(), fd, (long) request, MemorySegment.ofArray(value));
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int close(int fd) {
    try {
      Errno errno = errnos.next();
      int result = (int) Symbols.CLOSE.invokeExact(errno.segment(), fd);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int getrlimit(int resource, long[] softAndHard) {
    try {
      Errno errno = errnos.next();
      int result =
          (int)
              Symbols.GETRLIMIT.invokeExact(
                  errno.segment(), resource, MemorySegment.ofArray(softAndHard));
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}
