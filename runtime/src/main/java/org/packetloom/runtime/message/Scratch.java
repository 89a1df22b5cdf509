// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Memory that an endpoint uses within one call only; endpoints that are used by one thread at a
 * time share it.
 */
final class Scratch {
  private static final int FIRST = 64;

  /** Room for a datagram that is read, or composed. */
  private byte[] bytes = {};

  private ByteBuffer datagram = ByteBuffer.allocate(0);

  /** Of each frame that was read: its type (a piece: {@link Wire#PIECE}) and where it begins. */
  int[] types = new int[FIRST];

  int[] starts = new int[FIRST];

  /** Of each that is a piece: channel's index, place in its message, and so on. */
  int[] channels = new int[FIRST];

  int[] lengths = new int[FIRST];
  int[] indexes = new int[FIRST];
  int[] counts = new int[FIRST];
  int[] totals = new int[FIRST];
  long[] sequences = new long[FIRST];

  /** How many frames were read. */
  int frames;

  /** An empty buffer with room for a datagram that goes out. */
  ByteBuffer datagram(int size) {
    if (datagram.capacity() < size) {
      datagram = ByteBuffer.allocate(size);
    }
    return datagram.clear();
  }

  byte[] bytes(int size) {
    if (bytes.length < size) {
      bytes = new byte[size];
    }
    return bytes;
  }

  void ensureFrame() {
    if (frames == types.length) {
      int more = frames * 2;
      types = Arrays.copyOf(types, more);
      starts = Arrays.copyOf(starts, more);
      channels = Arrays.copyOf(channels, more);
      lengths = Arrays.copyOf(lengths, more);
      indexes = Arrays.copyOf(indexes, more);
      counts = Arrays.copyOf(counts, more);
      totals = Arrays.copyOf(totals, more);
      sequences = Arrays.copyOf(sequences, more);
    }
  }
}
