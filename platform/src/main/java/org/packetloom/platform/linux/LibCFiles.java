// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The C library's calls about files and about descriptors that others opened. */
final class LibCFiles implements FileCalls {
  private static final long FD = offset("fd");
  private static final long EVENTS = offset("events");
  private static final long REVENTS = offset("revents");

  private final ErrnoMemory errnos;

  LibCFiles(ErrnoMemory errnos) {
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
  public int statx(int dirfd, byte[] path, int flags, int mask, byte[] status) {
    MethodHandle function = Symbols.STATX;
    if (function == null) {
      return -LinuxErrors.ENOSYS;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment struct = arena.allocate(Layouts.statx);
      int result = (int) function.invokeExact(errno, dirfd, copy(path, arena), flags, mask, struct);
      MemorySegment.copy(struct, ValueLayout.JAVA_BYTE, 0, status, 0, status.length);
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

  @Override
  public int poll(int fd, int events) {
    try {
      Errno errno = errnos.next();
      MemorySegment entry = MemorySegment.ofArray(new long[1]);
      entry.set(ValueLayout.JAVA_INT, FD, fd);
      entry.set(ValueLayout.JAVA_SHORT, EVENTS, (short) events);
      MemorySegment now = MemorySegment.ofArray(new long[2]);
      int result =
          (int) Symbols.PPOLL_NOW.invokeExact(errno.segment(), entry, 1L, now, MemorySegment.NULL);
      return result < 0 ? errno.negated() : entry.get(ValueLayout.JAVA_SHORT, REVENTS) & 0xffff;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int accept4(int fd, byte[] address, int[] length, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment bytes = arena.allocate(address.length, Long.BYTES);
      MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, length);
      int result = (int) Symbols.ACCEPT4_WAITING.invokeExact(errno, fd, bytes, size, flags);
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0, address, 0, address.length);
      length[0] = size.get(ValueLayout.JAVA_INT, 0);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private static long offset(String member) {
    return Layouts.pollfd.byteOffset(groupElement(member));
  }

  private static MemorySegment copy(byte[] path, Arena arena) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, path);
  }
}
