// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands out native memory for error numbers, a few bytes each. Safe for use by any thread.
 *
 * <p>Pieces are cut from chunks, and a chunk is freed by the collector once all its pieces are
 * unreachable: transfers have no close that could give theirs back. A transfer's two numbers have a
 * cache line for themselves, since each call stores a number there.
 */
final class ErrnoMemory {
  private static final long PIECE = 32; // Errno.SIZE at the least
  private static final long PIECES = 128;
  private static final long CACHE_LINE = 64;

  private final ReentrantLock chunkLock = new ReentrantLock();
  private MemorySegment chunk = MemorySegment.NULL; // guarded by chunkLock
  private long used; // guarded by chunkLock; bytes of the chunk

  /** Hands out another piece. */
  Errno next() {
    return next(PIECE);
  }

  /** Hands out a piece that has a cache line for itself. */
  Errno nextAlone() {
    return next(CACHE_LINE);
  }

  private Errno next(long size) {
    chunkLock.lock();
    try {
      long start = (used + size - 1) / size * size;
      if (start + size > chunk.byteSize()) {
        chunk = Arena.ofAuto().allocate(PIECE * PIECES, CACHE_LINE);
        start = 0;
      }
      used = start + size;
      return new Errno(chunk, (int) start);
    } finally {
      chunkLock.unlock();
    }
  }
}
