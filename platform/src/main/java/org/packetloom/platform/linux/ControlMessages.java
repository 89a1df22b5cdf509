// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Control messages, which go with a message: written one after the other, and read the same way.
 * Belongs to one thread at a time.
 *
 * <p>The memory is an array of {@code struct cmsghdr}, each followed by its data and by zero to
 * seven bytes up to a multiple of eight. Reading is strict: a length that is shorter than the
 * header or reaches beyond what is left ends it, and is told by {@link #isMalformed()}. Nothing
 * outside is ever read, whatever stands in the memory.
 */
final class ControlMessages {
  private static final long HEADER = Layouts.cmsghdr.byteSize();
  private static final long LENGTH = Layouts.cmsghdr.byteOffset(groupElement("cmsg_len"));
  private static final long LEVEL = Layouts.cmsghdr.byteOffset(groupElement("cmsg_level"));
  private static final long TYPE = Layouts.cmsghdr.byteOffset(groupElement("cmsg_type"));
  private static final long ALIGNMENT = Long.BYTES;

  private MemorySegment memory = MemorySegment.NULL;
  private long start;
  private long end;
  private long next;
  private long data;
  private long dataLength;
  private int level;
  private int type;
  private boolean isMalformed;

  /** Bytes that a control message takes with its header and what is left free behind it. */
  static long space(long dataBytes) {
    return HEADER + align(dataBytes);
  }

  private static long align(long bytes) {
    return bytes + ALIGNMENT - 1 & -ALIGNMENT;
  }

  // ---- reading

  /**
   * Begins to read.
   *
   * @param from holds the control messages
   * @param offset of the first
   * @param length bytes of all, as the kernel set it; cut to what the memory has
   */
  void read(MemorySegment from, long offset, long length) {
    memory = from;
    start = offset;
    next = offset;
    end = offset + Math.clamp(length, 0, from.byteSize() - offset);
    isMalformed = false;
  }

  /** Goes to the next control message; false if there is none, or none that can be read. */
  boolean next() {
    long left = end - next;
    if (left < HEADER) {
      isMalformed |= left > 0;
      next = end;
      return false;
    }
    long length = memory.get(JAVA_LONG_UNALIGNED, next + LENGTH);
    if (length < HEADER || length > left) {
      isMalformed = true;
      next = end;
      return false;
    }
    level = memory.get(JAVA_INT_UNALIGNED, next + LEVEL);
    type = memory.get(JAVA_INT_UNALIGNED, next + TYPE);
    data = next + HEADER;
    dataLength = length - HEADER;
    next = Math.min(end, next + align(length));
    return true;
  }

  /** Whether the current message is of a kind, and has at least that many bytes. */
  boolean is(int wantedLevel, int wantedType, long leastBytes) {
    return level == wantedLevel && type == wantedType && dataLength >= leastBytes;
  }

  /** Level of the current message. */
  int level() {
    return level;
  }

  /** Type of the current message. */
  int type() {
    return type;
  }

  /** Where the data of the current message begins in the memory. */
  long data() {
    return data;
  }

  /** Bytes of data of the current message. */
  long dataLength() {
    return dataLength;
  }

  /** An int of the data, at an offset that the length was checked for. */
  int integer(long offset) {
    return memory.get(JAVA_INT_UNALIGNED, data + offset);
  }

  /** Whether reading ended before the end, at something that is no control message. */
  boolean isMalformed() {
    return isMalformed;
  }

  // ---- writing

  /** Begins to write. */
  void write(MemorySegment into, long offset, long room) {
    memory = into;
    start = offset;
    next = offset;
    end = offset + room;
  }

  /**
   * Writes a header, and makes room for data of zeros.
   *
   * @return where the data goes in the memory
   * @throws IndexOutOfBoundsException if there is no room
   */
  long put(int newLevel, int newType, long dataBytes) {
    if (dataBytes < 0 || space(dataBytes) > end - next) {
      throw new IndexOutOfBoundsException("no room for " + dataBytes + " bytes");
    }
    memory.set(JAVA_LONG_UNALIGNED, next + LENGTH, HEADER + dataBytes);
    memory.set(JAVA_INT_UNALIGNED, next + LEVEL, newLevel);
    memory.set(JAVA_INT_UNALIGNED, next + TYPE, newType);
    data = next + HEADER;
    for (long i = 0; i < align(dataBytes); i += Long.BYTES) {
      memory.set(JAVA_LONG_UNALIGNED, data + i, 0);
    }
    next += space(dataBytes);
    return data;
  }

  /** Bytes written so far: what msg_controllen is to be. */
  long written() {
    return next - start;
  }
}
