// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.messages;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.NativeAddress;

/**
 * Turns addresses that the system wrote into objects, the same ones again for senders that were met
 * lately, so that a chatty peer costs no object. Belongs to one thread at a time.
 *
 * <p>A small table, found by a hash of the first words. Addresses are compared by words: bytes
 * beyond the end of an address may differ by accident, which costs an object and nothing else.
 */
public final class KnownAddresses {
  /** The room of an address, in bytes: that of a sockaddr_storage. */
  public static final long ROOM = 128;

  private static final int ENTRIES = 16;
  private static final int WORDS = (int) (ROOM / Long.BYTES);

  private final Decoding decoding;
  private final @Nullable Entry[] table = new Entry[ENTRIES];

  /** How a system's addresses are read. */
  @FunctionalInterface
  public interface Decoding {
    /**
     * Reads one.
     *
     * @param name {@link #ROOM} bytes
     * @param length as the system set it
     */
    NativeAddress decode(MemorySegment name, int length);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(long[] words, int length, NativeAddress address) {}

  /** None known so far. */
  public KnownAddresses(Decoding decoding) {
    this.decoding = decoding;
  }

  /**
   * The address in native memory.
   *
   * @param memory has {@link #ROOM} bytes from the offset on
   * @param offset a multiple of 8
   * @param length as the system set it
   */
  public NativeAddress find(MemorySegment memory, long offset, int length) {
    int index = index(memory, offset);
    Entry entry = table[index];
    if (entry == null || entry.length != length || !isSame(entry.words, memory, offset, length)) {
      entry = decode(memory.asSlice(offset, ROOM), length);
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

  private Entry decode(MemorySegment name, int length) {
    return new Entry(name.toArray(JAVA_LONG), length, decoding.decode(name, length));
  }
}
