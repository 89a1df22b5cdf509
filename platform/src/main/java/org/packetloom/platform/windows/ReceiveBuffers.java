// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import org.packetloom.platform.SpinLock;

/**
 * Memory that operations read into and write from, lent for the length of an operation. There are
 * as many pieces as were ever lent at once. Safe for use by any thread.
 */
final class ReceiveBuffers {
  /** Bytes of a piece: a page, which is what Windows locks at the least while a read goes on. */
  static final int SIZE = 4096;

  private static final int CHUNK = 16; // pieces that are allocated together

  private final Arena arena;
  private final SpinLock piecesLock = new SpinLock();
  private final ArrayDeque<MemorySegment> pieces = new ArrayDeque<>(); // guarded by piecesLock

  /** Pieces in an arena that is closed after the last operation has ended. */
  ReceiveBuffers(Arena arena) {
    this.arena = arena;
  }

  /** Lends a piece, which must be given back. */
  MemorySegment take() {
    piecesLock.lock();
    try {
      if (pieces.isEmpty()) {
        MemorySegment chunk = arena.allocate((long) CHUNK * SIZE, SIZE);
        for (int i = 0; i < CHUNK; i++) {
          pieces.addLast(chunk.asSlice((long) i * SIZE, SIZE));
        }
      }
      return pieces.removeLast();
    } finally {
      piecesLock.unlock();
    }
  }

  /** Takes a piece back. */
  void give(MemorySegment piece) {
    piecesLock.lock();
    try {
      pieces.addLast(piece);
    } finally {
      piecesLock.unlock();
    }
  }
}
