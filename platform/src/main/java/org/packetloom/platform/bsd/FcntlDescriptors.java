// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.DatagramNumbers;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.LibCDescriptors;
import org.packetloom.platform.unix.Posix;
import org.packetloom.platform.unix.Symbols;

/**
 * Descriptors of systems that have no SOCK_NONBLOCK, SOCK_CLOEXEC, accept4(2) and pipe2(2): new
 * descriptors become non-blocking and close-on-exec by fcntl(2), right after their birth.
 *
 * <p>In between, a program that another thread starts inherits them: the virtual machine starts
 * programs by posix_spawn or vfork, and closes what it knows of in the child, but a library that
 * forks by itself does not. No call on these systems closes this gap. The flags in the arguments
 * are 0 here, and left out.
 */
final class FcntlDescriptors extends LibCDescriptors {
  private static final MethodHandle PIPE = Binder.prompt("pipe", JAVA_INT, ADDRESS);
  private static final MethodHandle ACCEPT =
      Binder.prompt("accept", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle ACCEPT_WAITING =
      Binder.waiting("accept", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);

  private final int nonBlocking;
  private final int socketLevel;
  private final BsdSystem.Birth birth;

  FcntlDescriptors(ErrnoMemory errnos, BsdSystem system) {
    super(errnos);
    this.nonBlocking = system.unix().open().O_NONBLOCK();
    this.socketLevel = system.unix().sockets().SOL_SOCKET();
    this.birth = system.birth();
  }

  @Override
  public int socket(int domain, int type, int protocol) {
    return preparedSocket(super.socket(domain, type, protocol));
  }

  @Override
  public int socketpair(int domain, int type, int protocol, int[] two) {
    int result = super.socketpair(domain, type, protocol, two);
    return result < 0 ? result : both(preparedSocket(two[0]), two, true);
  }

  @Override
  public int pipe2(int[] two, int flags) {
    int result = pipe(two);
    return result < 0 ? result : both(prepared(two[0]), two, false);
  }

  private int pipe(int[] two) {
    try {
      Errno errno = errnos.next();
      int result = (int) PIPE.invokeExact(errno.segment(), MemorySegment.ofArray(two));
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Prepares the second of two, the first of which is ready, or closed if it could not be. */
  private int both(int first, int[] two, boolean isSocket) {
    if (first < 0) {
      int unused = close(two[1]); // the first failure is the one to tell
      return first;
    }
    int second = isSocket ? preparedSocket(two[1]) : preparedToWrite(two[1]);
    if (second < 0) {
      int unused = close(two[0]); // the first failure is the one to tell
      return second;
    }
    return 0;
  }

  @Override
  public int accept4(int fd, byte[] address, int[] length, int flags) {
    try {
      Errno errno = errnos.next();
      MemorySegment bytes = MemorySegment.ofArray(address);
      MemorySegment size = MemorySegment.ofArray(length);
      int result = (int) ACCEPT.invokeExact(errno.segment(), fd, bytes, size);
      return result < 0 ? errno.negated() : preparedSocket(result);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int accept4Waiting(int fd, byte[] address, int[] length, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment bytes = arena.allocate(address.length, Long.BYTES);
      MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, length);
      int result = (int) ACCEPT_WAITING.invokeExact(errno, fd, bytes, size);
      if (result < 0) {
        return -Binder.errno(errno);
      }
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0, address, 0, address.length);
      length[0] = size.get(ValueLayout.JAVA_INT, 0);
      return preparedSocket(result);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private int preparedSocket(int fd) {
    int result = prepared(fd);
    if (result >= 0 && birth.SO_NOSIGPIPE() != DatagramNumbers.NONE) {
      byte[] on =
          ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(1).array();
      // EINVAL if the peer has reset it by now; the virtual machine ignores the signal anyway
      int unused = setsockopt(fd, socketLevel, birth.SO_NOSIGPIPE(), on);
    }
    return result;
  }

  private int preparedToWrite(int fd) {
    int result = prepared(fd);
    if (result >= 0 && birth.F_SETNOSIGPIPE() != DatagramNumbers.NONE) {
      int unused = fcntl(fd, birth.F_SETNOSIGPIPE(), 1); // the virtual machine ignores it anyway
    }
    return result;
  }

  /** The descriptor, or the negated error number once it has been closed. */
  private int prepared(int fd) {
    if (fd < 0) {
      return fd;
    }
    int result = fcntl(fd, Posix.F_SETFD, Posix.FD_CLOEXEC);
    result = result < 0 ? result : fcntl(fd, Posix.F_SETFL, nonBlocking);
    if (result < 0) {
      int unused = close(fd); // the first failure is the one to tell
      return result;
    }
    return fd;
  }

  private int fcntl(int fd, int command, int argument) {
    try {
      Errno errno = errnos.next();
      int result = (int) Symbols.FCNTL.invokeExact(errno.segment(), fd, command, argument);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}
