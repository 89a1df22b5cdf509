// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The C library's calls about paths and users. All of them may wait. */
final class LibCPaths implements PathCalls {
  /** Bytes for the texts of one user or group, at first and at most. */
  private static final int FIRST_ENTRY_SIZE = 1 << 10;

  private static final int LARGEST_ENTRY_SIZE = 1 << 20;

  @Override
  public int openat(int dirfd, byte[] path, int flags, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, path);
      int result = (int) Symbols.OPENAT.invokeExact(errno, dirfd, copy, flags, mode);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int statx(int dirfd, byte[] path, int flags, int mask, byte[] status) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, path);
      MemorySegment into = arena.allocate(Layouts.statx);
      MethodHandle call = Symbols.STATX;
      if (call == null) {
        return -LinuxErrors.ENOSYS;
      }
      int result = (int) call.invokeExact(errno, dirfd, copy, flags, mask, into);
      MemorySegment.copy(into, ValueLayout.JAVA_BYTE, 0, status, 0, status.length);
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
  public int fchmodat(int dirfd, byte[] path, int mode, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, path);
      int result = (int) Symbols.FCHMODAT.invokeExact(errno, dirfd, copy, mode, flags);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int fchownat(int dirfd, byte[] path, int owner, int group, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, path);
      int result = (int) Symbols.FCHOWNAT.invokeExact(errno, dirfd, copy, owner, group, flags);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int flock(int fd, int operation) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      int result = (int) Symbols.FLOCK.invokeExact(errno, fd, operation);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int unlinkat(int dirfd, byte[] path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, path);
      int result = (int) Symbols.UNLINKAT.invokeExact(errno, dirfd, copy, flags);
      return result < 0 ? -Binder.errno(errno) : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public long getpwnam_r(byte[] name) {
    return number(Symbols.GETPWNAM_R, name, Layouts.passwd, "pw_uid");
  }

  @Override
  public long getgrnam_r(byte[] name) {
    return number(Symbols.GETGRNAM_R, name, Layouts.group, "gr_gid");
  }

  /**
   * A member of the entry with a name; these calls return the error number instead of setting it.
   */
  private static long number(MethodHandle call, byte[] name, StructLayout layout, String member) {
    int size = FIRST_ENTRY_SIZE;
    while (true) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment errno = arena.allocate(Binder.CALL_STATE);
        MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, name);
        MemorySegment entry = arena.allocate(layout);
        MemorySegment texts = arena.allocate(size);
        MemorySegment found = arena.allocate(ValueLayout.ADDRESS);
        int error = (int) call.invokeExact(errno, copy, entry, texts, (long) size, found);
        if (error == 0) {
          boolean isThere = found.get(ValueLayout.JAVA_LONG, 0) != 0;
          long offset = layout.byteOffset(groupElement(member));
          return isThere
              ? Integer.toUnsignedLong(entry.get(ValueLayout.JAVA_INT, offset))
              : -LinuxErrors.ENOENT;
        }
        boolean isTooSmall = error == LinuxErrors.ERANGE && size < LARGEST_ENTRY_SIZE;
        if (!isTooSmall && error != LinuxErrors.EINTR) {
          return -error;
        }
        size = isTooSmall ? 4 * size : size;
      } catch (Throwable e) {
        throw Binder.unexpected(e);
      }
    }
  }
}
