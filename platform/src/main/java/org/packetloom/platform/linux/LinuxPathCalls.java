// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.FileNumbers;
import org.packetloom.platform.unix.LibCPaths;

/** The C library's calls about paths and users, with statx(2). */
final class LinuxPathCalls extends LibCPaths {
  private static final long MODE = offset("stx_mode");
  private static final long USER = offset("stx_uid");
  private static final long GROUP = offset("stx_gid");
  private static final long INODE = offset("stx_ino");
  private static final long DEVICE_MAJOR = offset("stx_dev_major");
  private static final long DEVICE_MINOR = offset("stx_dev_minor");
  private static final long SPECIAL_MAJOR = offset("stx_rdev_major");
  private static final long SPECIAL_MINOR = offset("stx_rdev_minor");

  @Override
  public int stat(int dirfd, byte[] path, boolean isFollowing, FileNumbers into) {
    MethodHandle call = LinuxSymbols.STATX;
    if (call == null) {
      return -LinuxErrors.ENOSYS;
    }
    int flags = path[0] == 0 ? Constants.AT_EMPTY_PATH : 0;
    flags |= isFollowing ? 0 : Constants.AT_SYMLINK_NOFOLLOW;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, path);
      MemorySegment status = arena.allocate(Layouts.statx);
      int result =
          (int) call.invokeExact(errno, dirfd, copy, flags, Constants.STATX_BASIC_STATS, status);
      if (result < 0) {
        return -Binder.errno(errno);
      }
      put(status, into);
      return 0;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private static void put(MemorySegment status, FileNumbers into) {
    into.put(
        Short.toUnsignedInt(status.get(ValueLayout.JAVA_SHORT, MODE)),
        status.get(ValueLayout.JAVA_INT, USER),
        status.get(ValueLayout.JAVA_INT, GROUP),
        device(status, DEVICE_MAJOR, DEVICE_MINOR),
        status.get(ValueLayout.JAVA_LONG, INODE),
        device(status, SPECIAL_MAJOR, SPECIAL_MINOR));
  }

  private static long device(MemorySegment status, long major, long minor) {
    return Integer.toUnsignedLong(status.get(ValueLayout.JAVA_INT, major)) << Integer.SIZE
        | Integer.toUnsignedLong(status.get(ValueLayout.JAVA_INT, minor));
  }

  private static long offset(String member) {
    return Layouts.statx.byteOffset(groupElement(member));
  }
}
