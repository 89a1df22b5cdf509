// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Control messages, which go with a message: written one after the other, and read the same way.
 * Belongs to one thread at a time.
 *
 * <p>The memory is an array of {@code struct cmsghdr}, each followed by its data and by zero to
 * seven bytes up to where the next one is aligned. Reading is strict: a length that is shorter than
 * the header or reaches beyond what is left ends it, and is told by {@link #isMalformed()}. Nothing
 * outside is ever read, whatever stands in the memory.
 */
public final class ControlMessages {
  private final MessageLayout layout;
  private MemorySegment memory = MemorySegment.NULL;
  private long start;
  private long end;
  private long next;
  private long data;
  private long dataLength;
  private int level;
  private int type;
  private boolean isMalformed;

  public ControlMessages(MessageLayout layout) {
    this.layout = layout;
  }

  // ---- reading

  /**
   * Begins to read.
   *
   * @param from holds the control messages
   * @param offset of the first
   * @param length bytes of all, as the kernel set it; cut to what the memory has
   */
  public void read(MemorySegment from, long offset, long length) {
    memory = from;
    start = offset;
    next = offset;
    end = offset + Math.clamp(length, 0, from.byteSize() - offset);
    isMalformed = false;
  }

  /** Goes to the next control message; false if there is none, or none that can be read. */
  public boolean next() {
    long left = end - next;
    if (left < layout.data()) {
      isMalformed |= left > 0;
      next = end;
      return false;
    }
    long length = length();
    if (length < layout.data() || length > left) {
      isMalformed = true;
      next = end;
      return false;
    }
    level = memory.get(JAVA_INT_UNALIGNED, next + layout.level());
    type = memory.get(JAVA_INT_UNALIGNED, next + layout.type());
    data = next + layout.data();
    dataLength = length - layout.data();
    next = Math.min(end, next + layout.align((int) length));
    return true;
  }

  /** cmsg_len, which has 32 or 64 bits. */
  private long length() {
    return layout.level() == Long.BYTES
        ? memory.get(JAVA_LONG_UNALIGNED, next)
        : Integer.toUnsignedLong(memory.get(JAVA_INT_UNALIGNED, next));
  }

  /** Whether the current message is of a kind, and has at least that many bytes. */
  public boolean is(int wantedLevel, int wantedType, long leastBytes) {
    return level == wantedLevel && type == wantedType && dataLength >= leastBytes;
  }

  /** Level of the current message. */
  public int level() {
    return level;
  }

  /** Type of the current message. */
  public int type() {
    return type;
  }

  /** Where the data of the current message begins in the memory. */
  public long data() {
    return data;
  }

  /** Bytes of data of the current message. */
  public long dataLength() {
    return dataLength;
  }

  /** An int of the data, at an offset that the length was checked for. */
  public int integer(long offset) {
    return memory.get(JAVA_INT_UNALIGNED, data + offset);
  }

  /** Whether reading ended before the end, at something that is no control message. */
  public boolean isMalformed() {
    return isMalformed;
  }

  // ---- writing

  /** Begins to write. */
  public void write(MemorySegment into, long offset, long room) {
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
  public long put(int newLevel, int newType, int dataBytes) {
    if (dataBytes < 0 || dataBytes > end - next || layout.space(dataBytes) > end - next) {
      throw new IndexOutOfBoundsException("no room for " + dataBytes + " bytes");
    }
    for (int i = 0; i < layout.space(dataBytes); i++) {
      memory.set(JAVA_BYTE, next + i, (byte) 0);
    }
    memory.set(JAVA_INT_UNALIGNED, next, layout.data() + dataBytes);
    memory.set(JAVA_INT_UNALIGNED, next + layout.level(), newLevel);
    memory.set(JAVA_INT_UNALIGNED, next + layout.type(), newType);
    data = next + layout.data();
    next += layout.space(dataBytes);
    return data;
  }

  /** Bytes written so far: what msg_controllen is to be. */
  public long written() {
    return next - start;
  }
}
