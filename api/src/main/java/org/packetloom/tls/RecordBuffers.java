// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Buffers for records, so that a connection holds one only while a record is under way. Safe for
 * use by any thread; a few are kept, the rest is garbage.
 */
final class RecordBuffers {
  /** Takes a record of the protocol whatever the cipher suite. */
  private static final int BYTES = 17 << 10;

  private static final int MOST = 64;
  private static final int TRIES = 4;

  private final AtomicReferenceArray<ByteBuffer> kept = new AtomicReferenceArray<>(MOST);

  /** An empty buffer to be written, with room for so many bytes at least. */
  ByteBuffer take(int size) {
    if (size <= BYTES) {
      int start = start();
      for (int i = 0; i < TRIES; i++) {
        ByteBuffer found = kept.getAndSet((start + i) % MOST, null);
        if (found != null) {
          return found.clear();
        }
      }
    }
    return ByteBuffer.allocate(Math.max(size, BYTES));
  }

  /** Takes a buffer back that nobody uses any more. */
  void give(ByteBuffer buffer) {
    if (buffer.capacity() != BYTES) {
      return;
    }
    int start = start();
    for (int i = 0; i < TRIES; i++) {
      if (kept.compareAndSet((start + i) % MOST, null, buffer)) {
        return;
      }
    }
  }

  /** Threads begin at places of their own, so that they seldom meet. */
  private static int start() {
    return (int) (Thread.currentThread().threadId() * TRIES % MOST);
  }
}
