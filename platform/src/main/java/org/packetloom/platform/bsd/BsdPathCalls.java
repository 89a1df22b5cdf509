// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.FileNumbers;
import org.packetloom.platform.unix.LibCPaths;

/** The C library's calls about paths and users, with fstatat(2). */
final class BsdPathCalls extends LibCPaths {
  /**
   * On macOS of x86-64 the plain symbols are those of the days when numbers of files had 32 bits:
   * sys/cdefs.h, __DARWIN_SUF_64_BIT_INO_T. Nobody else has symbols with this ending.
   */
  private static final String SUFFIX = "$INODE64";

  private static final MethodHandle FSTAT = newest("fstat", JAVA_INT, ADDRESS);
  private static final MethodHandle FSTATAT =
      newest("fstatat", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);

  private final StatLayout layout;
  private final int noFollow;

  BsdPathCalls(BsdSystem system) {
    this.layout = system.stat();
    this.noFollow = system.unix().open().AT_SYMLINK_NOFOLLOW();
  }

  private static MethodHandle newest(String symbol, MemoryLayout... arguments) {
    return Binder.waitingIfPresent(symbol + SUFFIX, JAVA_INT, arguments)
        .orElseGet(() -> Binder.waiting(symbol, JAVA_INT, arguments));
  }

  @Override
  public int stat(int dirfd, byte[] path, boolean isFollowing, FileNumbers into) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      MemorySegment stat = arena.allocate(layout.size(), Long.BYTES);
      int result =
          path[0] == 0
              ? (int) FSTAT.invokeExact(errno, dirfd, stat)
              : named(errno, dirfd, arena.allocateFrom(JAVA_BYTE, path), stat, isFollowing);
      if (result < 0) {
        return -Binder.errno(errno);
      }
      layout.read(stat, into);
      return 0;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private int named(
      MemorySegment errno, int dirfd, MemorySegment path, MemorySegment stat, boolean isFollowing)
      throws Throwable {
    int flags = isFollowing ? 0 : noFollow;
    return (int) FSTATAT.invokeExact(errno, dirfd, path, stat, flags);
  }
}
