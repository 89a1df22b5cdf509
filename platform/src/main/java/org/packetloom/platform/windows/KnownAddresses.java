// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.NativeAddress;

/**
 * Turns addresses that Windows wrote into objects, the same ones again for senders that were met
 * lately, so that a chatty peer costs no object. Belongs to one thread at a time.
 */
final class KnownAddresses {
  private static final int ENTRIES = 16; // a power of two
  private static final int HASH_BITS = 4;

  private final @Nullable Entry[] table = new Entry[ENTRIES];

  private record Entry(MemorySegment bytes, NativeAddress address) {}

  /**
   * The address in native memory.
   *
   * @param memory has room for {@link SocketAddresses#SIZE} bytes from the offset on
   * @param at a multiple of 8
   * @param length as Windows set it, at most that
   */
  NativeAddress find(MemorySegment memory, long at, int length) {
    int index = index(memory, at);
    Entry entry = table[index];
    if (entry == null || !isSame(entry.bytes, memory, at, length)) {
      MemorySegment name = memory.asSlice(at, SocketAddresses.SIZE);
      byte[] copy = new byte[length];
      MemorySegment.copy(name, JAVA_BYTE, 0, copy, 0, length);
      entry = new Entry(MemorySegment.ofArray(copy), SocketAddresses.decode(name, length));
      table[index] = entry;
    }
    return entry.address;
  }

  /** The first 16 bytes hold the port and the address, or the beginning of it. */
  private static int index(MemorySegment memory, long at) {
    long mixed = memory.get(JAVA_LONG, at) * 31 + memory.get(JAVA_LONG, at + Long.BYTES);
    return (int) (mixed * 0x9E37_79B9_7F4A_7C15L >>> Long.SIZE - HASH_BITS);
  }

  private static boolean isSame(MemorySegment known, MemorySegment memory, long at, int length) {
    return known.byteSize() == length
        && MemorySegment.mismatch(known, 0, length, memory, at, at + length) < 0;
  }
}
