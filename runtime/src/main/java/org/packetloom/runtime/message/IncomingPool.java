// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * Messages that were taken and given back, by the size of their arrays, which are powers of two. Of
 * one endpoint, and of one thread at a time.
 */
final class IncomingPool {
  private static final int LEAST_SHIFT = 6;
  private static final int MOST_SHIFT = 16;
  private static final int MOST_POOLED_BYTES = 1 << 20;

  private final Incoming[][] free = new Incoming[MOST_SHIFT - LEAST_SHIFT + 1][];
  private final int[] counts = new int[MOST_SHIFT - LEAST_SHIFT + 1];
  private int pooledBytes;

  /** A message with room for some bytes. */
  Incoming take(int size) {
    int kind = kind(size);
    if (kind < counts.length && counts[kind] > 0) {
      Incoming message = free[kind][--counts[kind]];
      pooledBytes -= message.bytes.length;
      return message;
    }
    return new Incoming(this, kind < counts.length ? 1 << kind + LEAST_SHIFT : size);
  }

  void give(Incoming message) {
    int kind = kind(message.bytes.length);
    if (kind >= counts.length || pooledBytes + message.bytes.length > MOST_POOLED_BYTES) {
      return;
    }
    if (free[kind] == null) {
      free[kind] = new Incoming[8];
    } else if (counts[kind] == free[kind].length) {
      free[kind] = java.util.Arrays.copyOf(free[kind], counts[kind] * 2);
    }
    free[kind][counts[kind]++] = message;
    pooledBytes += message.bytes.length;
  }

  /** Gives all to the garbage collector. */
  void trim() {
    java.util.Arrays.fill(free, null);
    java.util.Arrays.fill(counts, 0);
    pooledBytes = 0;
  }

  private static int kind(int size) {
    return Math.max(0, 32 - Integer.numberOfLeadingZeros(Math.max(0, size - 1)) - LEAST_SHIFT);
  }
}
