// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;

/**
 * The C library's calls that streams need beyond read and write; those that move bytes from one
 * descriptor to another are left to subclasses, as no two systems have the same.
 */
public class LibCStreams implements StreamCalls {
  /** The bytes of file names, as the JDK itself takes them. */
  private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding"));

  private final ErrnoMemory errnos;
  private final int noSuchCall;

  public LibCStreams(ErrnoMemory errnos, UnixErrors errors) {
    this.errnos = errnos;
    this.noSuchCall = errors.number(UnixError.ENOSYS);
  }

  @Override
  public int recv(int fd, MemorySegment to, int flags, Errno errno) {
    try {
      long n = (long) Symbols.RECV.invokeExact(errno.segment(), fd, to, to.byteSize(), flags);
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int send(int fd, MemorySegment from, int flags, Errno errno) {
    try {
      long n = (long) Symbols.SEND.invokeExact(errno.segment(), fd, from, from.byteSize(), flags);
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int splice(int in, int out, int length, Errno errno) {
    return -noSuchCall;
  }

  @Override
  public int sendfile(int out, int in, long position, int count, Errno errno) {
    return -noSuchCall;
  }

  @Override
  public int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment name = arena.allocateFrom(path, NAMES);
      int result = (int) Symbols.OPEN.invokeExact(errno, name, flags, 0);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int fcntl(int fd, int command, int argument) {
    try {
      Errno errno = errnos.next();
      int result = (int) Symbols.FCNTL.invokeExact(errno.segment(), fd, command, argument);
      return result < 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}
