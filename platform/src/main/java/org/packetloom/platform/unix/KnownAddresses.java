// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.NativeAddress;

/**
 * Turns addresses that the kernel wrote into objects, the same ones again for senders that were met
 * lately, so that a chatty peer costs no object. Belongs to one thread at a time.
 *
 * <p>A small table, found by a hash of the first words. Addresses are compared by words: bytes
 * beyond the end of an address may differ by accident, which costs an object and nothing else.
 */
public final class KnownAddresses {
  private static final int ENTRIES = 16;
  private static final int WORDS = SocketAddresses.SIZE / Long.BYTES;

  private final SocketAddresses addresses;
  private final @Nullable Entry[] table = new Entry[ENTRIES];

  KnownAddresses(SocketAddresses addresses) {
    this.addresses = addresses;
  }

  private record Entry(long[] words, int length, NativeAddress address) {}

  /**
   * The address in native memory.
   *
   * @param memory has room for {@link SocketAddresses#SIZE} bytes from the offset on
   * @param offset a multiple of 8
   * @param length as the kernel set it
   */
  NativeAddress find(MemorySegment memory, long offset, int length) {
    int index = index(memory, offset);
    Entry entry = table[index];
    if (entry == null || entry.length != length || !isSame(entry.words, memory, offset, length)) {
      entry = decode(memory, offset, length);
      table[index] = entry;
    }
    return entry.address;
  }

  /** The first 16 bytes hold the port and the address, or the beginning of it. */
  private static int index(MemorySegment memory, long offset) {
    long mixed = memory.get(JAVA_LONG, offset) * 31 + memory.get(JAVA_LONG, offset + Long.BYTES);
    mixed *= 0x9E37_79B9_7F4A_7C15L;
    return (int) (mixed >>> 60);
  }

  private static boolean isSame(long[] words, MemorySegment memory, long offset, int length) {
    int count = Math.min(WORDS, (length + Long.BYTES - 1) / Long.BYTES);
    for (int i = 0; i < count; i++) {
      if (words[i] != memory.get(JAVA_LONG, offset + (long) i * Long.BYTES)) {
        return false;
      }
    }
    return true;
  }

  private Entry decode(MemorySegment memory, long offset, int length) {
    MemorySegment name = memory.asSlice(offset, SocketAddresses.SIZE);
    NativeAddress address = addresses.decode(name.toArray(JAVA_BYTE), length);
    return new Entry(name.toArray(JAVA_LONG), length, address);
  }
}
