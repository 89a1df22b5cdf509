// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.unix.FileNumbers;

/**
 * Where the members of a system's {@code struct stat} are.
 *
 * @param size bytes of the struct
 * @param deviceBytes bytes of st_dev, at 0, and of st_rdev: dev_t has 4 or 8
 * @param mode st_mode, of 16 bits
 * @param inode st_ino, of 64 bits
 * @param user st_uid; st_gid follows
 * @param special st_rdev
 */
record StatLayout(int size, int deviceBytes, int mode, int inode, int user, int special) {
  /** sys/stat.h of xnu: __DARWIN_STRUCT_STAT64. */
  static final StatLayout DARWIN = new StatLayout(144, 4, 4, 8, 16, 24);

  /** sys/stat.h of FreeBSD, whose numbers of files have 64 bits since 12. */
  static final StatLayout FREEBSD = new StatLayout(224, 8, 24, 8, 28, 40);

  /** Takes over what the system wrote. */
  void read(MemorySegment stat, FileNumbers into) {
    into.put(
        Short.toUnsignedInt(stat.get(JAVA_SHORT, mode)),
        stat.get(JAVA_INT, user),
        stat.get(JAVA_INT, user + Integer.BYTES),
        device(stat, 0),
        stat.get(JAVA_LONG, inode),
        device(stat, special));
  }

  private long device(MemorySegment stat, int at) {
    return deviceBytes == Long.BYTES
        ? stat.get(JAVA_LONG, at)
        : Integer.toUnsignedLong(stat.get(JAVA_INT, at));
  }
}
