// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The C library's calls about paths and users. All of them may wait. */
public abstract class LibCPaths implements PathCalls {
  /** Bytes for the texts of one user or group, at first and at most. */
  private static final int FIRST_ENTRY_SIZE = 1 << 10;

  private static final int LARGEST_ENTRY_SIZE = 1 << 20;

  /** More bytes than a struct passwd or a struct group has anywhere. */
  private static final int ENTRY_ROOM = 128;

  private static final long UID = 16; // pw_uid of struct passwd: pwd.h, everywhere
  private static final long GID = 16; // gr_gid of struct group: grp.h, everywhere

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
    return number(Symbols.GETPWNAM_R, name, UID);
  }

  @Override
  public long getgrnam_r(byte[] name) {
    return number(Symbols.GETGRNAM_R, name, GID);
  }

  /**
   * A member of the entry with a name; these calls return the error number instead of setting it.
   */
  private static long number(MethodHandle call, byte[] name, long member) {
    int size = FIRST_ENTRY_SIZE;
    while (true) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment errno = arena.allocate(Binder.CALL_STATE);
        MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, name);
        MemorySegment entry = arena.allocate(ENTRY_ROOM, Long.BYTES);
        MemorySegment texts = arena.allocate(size);
        MemorySegment found = arena.allocate(ValueLayout.ADDRESS);
        int error = (int) call.invokeExact(errno, copy, entry, texts, (long) size, found);
        if (error == 0) {
          boolean isThere = found.get(ValueLayout.JAVA_LONG, 0) != 0;
          return isThere
              ? Integer.toUnsignedLong(entry.get(ValueLayout.JAVA_INT, member))
              : -UnixErrors.ENOENT;
        }
        boolean isTooSmall = error == UnixErrors.ERANGE && size < LARGEST_ENTRY_SIZE;
        if (!isTooSmall && error != UnixErrors.EINTR) {
          return -error;
        }
        size = isTooSmall ? 4 * size : size;
      } catch (Throwable e) {
        throw Binder.unexpected(e);
      }
    }
  }
}
