// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Buffers for bytes that are being sent. Safe for use by any thread.
 *
 * <p>Free ones lie on a stack, linked by numbers. Its top carries a count of all changes beside the
 * number, so that a top that was taken and has come back is not taken for the same.
 */
final class SendBuffers {
  /** Bytes of a buffer: the most that is sent through one. */
  static final int SIZE = 2048;

  /** Number of buffers: as many as threads write between two looks at all completions. */
  private static final int COUNT = 1024;

  private static final int NONE = -1;

  private final MemorySegment memory;
  private final ByteBuffer bytes; // all of the memory; used by index only
  private final AtomicLong top = new AtomicLong(); // changes << 32 | number + 1
  private final AtomicIntegerArray below = new AtomicIntegerArray(COUNT);

  /** Buffers that live as long as their memory. */
  SendBuffers(MemorySegment memory) {
    this.memory = memory;
    this.bytes = memory.asByteBuffer();
    top.set(Integer.toUnsignedLong(NONE + 1));
    for (int number = COUNT - 1; number >= 0; number--) {
      give(number);
    }
  }

  /** Takes a buffer; −1 if all are in use. */
  int take() {
    while (true) {
      long seen = top.get();
      int number = (int) seen - 1;
      if (number == NONE) {
        return NONE;
      }
      if (top.compareAndSet(seen, after(seen, below.getOpaque(number)))) {
        return number;
      }
    }
  }

  /** Gives a buffer back. */
  void give(int number) {
    while (true) {
      long seen = top.get();
      below.setOpaque(number, (int) seen - 1);
      if (top.compareAndSet(seen, after(seen, number))) {
        return;
      }
    }
  }

  private static long after(long seen, int number) {
    return (seen >>> Integer.SIZE) + 1 << Integer.SIZE | Integer.toUnsignedLong(number + 1);
  }

  /** Fills a buffer. */
  void fill(int number, byte[] from, int offset, int length) {
    MemorySegment.copy(from, offset, memory, JAVA_BYTE, (long) number * SIZE, length);
  }

  /** Fills a buffer with what another has from its position on. */
  void fill(int number, ByteBuffer from, int length) {
    bytes.put(number * SIZE, from, from.position(), length);
  }

  /** Where a buffer is. */
  long address(int number) {
    return memory.address() + (long) number * SIZE;
  }
}
