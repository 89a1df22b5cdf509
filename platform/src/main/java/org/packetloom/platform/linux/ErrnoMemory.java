// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands out native memory for error numbers, a few bytes each. Safe for use by any thread.
 *
 * <p>Pieces are cut from chunks, and a chunk is freed by the collector once all its pieces are
 * unreachable: transfers have no close that could give theirs back. Two pieces, as a transfer has,
 * fill a cache line, since each call stores a number there.
 */
final class ErrnoMemory {
  private static final long PIECE = 32;
  private static final long PIECES = 128;
  private static final long CACHE_LINE = 64;

  private final ReentrantLock chunkLock = new ReentrantLock();
  private MemorySegment chunk = MemorySegment.NULL; // guarded by chunkLock
  private long used; // guarded by chunkLock; bytes of the chunk

  /** Hands out another piece. */
  Errno next() {
    chunkLock.lock();
    try {
      if (used == chunk.byteSize()) {
        chunk = Arena.ofAuto().allocate(PIECE * PIECES, CACHE_LINE);
        used = 0;
      }
      MemorySegment piece = chunk.asSlice(used, Binder.CALL_STATE);
      used += PIECE;
      return new Errno(piece);
    } finally {
      chunkLock.unlock();
    }
  }
}
