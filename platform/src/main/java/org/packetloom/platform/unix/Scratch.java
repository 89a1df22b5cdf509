// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/** Native memory lent to one call at a time. */
public final class Scratch {
  /** Bytes of {@link #bytes()}. */
  public static final int SIZE = 64 << 10;

  private final MemorySegment segment;
  private final ByteBuffer bytes;
  private final WaitMemory memory;

  /** Memory that lives as long as the arena. */
  public Scratch(Arena arena) {
    segment = arena.allocate(ValueLayout.JAVA_BYTE, SIZE);
    bytes = segment.asByteBuffer();
    memory = new WaitMemory(arena);
  }

  /** All bytes as a segment, to be passed to a call while this is lent. */
  public MemorySegment segment() {
    return segment;
  }

  /** Address of the bytes, to be passed to a call while this is lent. */
  public long address() {
    return segment.address();
  }

  /** All bytes, to copy from and to; used by index only. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** What calls of {@link Binder#waiting} need. */
  public WaitMemory memory() {
    return memory;
  }
}
