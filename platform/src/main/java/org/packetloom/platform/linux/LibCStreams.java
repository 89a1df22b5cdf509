// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;

/** The C library's calls that streams need beyond read and write. */
final class LibCStreams implements StreamCalls {
  /** The bytes of file names, as the JDK itself takes them. */
  private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding"));

  private final ErrnoMemory errnos;

  LibCStreams(ErrnoMemory errnos) {
    this.errnos = errnos;
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
  public int splice(int in, int out, int length, int flags, Errno errno) {
    MemorySegment none = MemorySegment.NULL;
    try {
      long n =
          (long)
              Symbols.SPLICE.invokeExact(
                  errno.segment(), in, none, out, none, (long) length, flags);
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int sendfile(int out, int in, long position, int count, Errno errno) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment offset = arena.allocateFrom(ValueLayout.JAVA_LONG, position);
      long n = (long) Symbols.SENDFILE.invokeExact(errno.segment(), out, in, offset, (long) count);
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
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
