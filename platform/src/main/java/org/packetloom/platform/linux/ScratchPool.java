// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The scratch memory of a poller's transfers: as many pieces as were ever in use at once, which is
 * the number of threads that run, not of connections. Safe for use by any thread.
 */
final class ScratchPool {
  private final Arena arena = Arena.ofShared();
  private final ReentrantLock piecesLock = new ReentrantLock();
  private final ArrayDeque<Scratch> pieces = new ArrayDeque<>(); // guarded by piecesLock

  /** Lends a piece, which must be given back. */
  Scratch take() {
    piecesLock.lock();
    try {
      Scratch piece = pieces.pollLast();
      return piece == null ? new Scratch(arena) : piece;
    } finally {
      piecesLock.unlock();
    }
  }

  /** Takes a piece back. */
  void give(Scratch piece) {
    piecesLock.lock();
    try {
      pieces.addLast(piece);
    } finally {
      piecesLock.unlock();
    }
  }

  /** Frees all pieces; none may be in use. */
  void close() {
    arena.close();
  }
}
