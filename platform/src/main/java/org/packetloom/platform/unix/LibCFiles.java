// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The C library's calls about files and about descriptors that others opened. */
public final class LibCFiles implements FileCalls {
  private final ErrnoMemory errnos;

  public LibCFiles(ErrnoMemory errnos) {
    this.errnos = errnos;
  }

  @Override
  public int mkfifo(byte[] path, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      int result = (int) Symbols.MKFIFO.invokeExact(errno, copy(path, arena), mode);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int open(byte[] path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      int result = (int) Symbols.OPEN.invokeExact(errno, copy(path, arena), flags, 0);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int fchmod(int fd, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      int result = (int) Symbols.FCHMOD.invokeExact(errno, fd, mode);
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

  @Override
  public int isatty(int fd) {
    try {
      Errno errno = errnos.next();
      int result = (int) Symbols.ISATTY.invokeExact(errno.segment(), fd);
      return result == 0 ? errno.negated() : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private static MemorySegment copy(byte[] path, Arena arena) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, path);
  }
}
