// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Hands out native memory for error numbers, a few bytes each. Safe for use by any thread.
 *
 * <p>Pieces are cut from chunks, and a chunk is freed by the collector once all its pieces are
 * unreachable: transfers have no close that could give theirs back. A transfer's two numbers have a
 * cache line for themselves, since each call stores a number there.
 *
 * <p><b>Without a lock</b>, as threads that run pollers come here: one that carries virtual threads
 * would wait for a lock behind one of those, which only it can run. A piece is taken by moving the
 * end of what is used of a chunk; who finds the chunk used up puts a fresh one in its place, unless
 * somebody else has, and tries again.
 */
public final class ErrnoMemory {
  private static final long PIECE = 32; // Errno.SIZE at the least
  static final long CACHE_LINE = 64;
  private static final long CHUNK = 64 * CACHE_LINE;

  private final AtomicReference<Chunk> current = new AtomicReference<>(Chunk.USED_UP);

  /** Pieces are cut from its beginning on. */
  private record Chunk(MemorySegment memory, AtomicLong used) {
    private static final Chunk USED_UP = new Chunk(MemorySegment.NULL, new AtomicLong());

    static Chunk fresh() {
      return new Chunk(Arena.ofAuto().allocate(CHUNK, CACHE_LINE), new AtomicLong());
    }
  }

  /** Hands out another piece. */
  public Errno next() {
    return next(PIECE);
  }

  /** Hands out a piece that has a cache line for itself. */
  public Errno nextAlone() {
    return next(CACHE_LINE);
  }

  /**
   * Hands out a piece with more room behind the numbers, in cache lines of its own.
   *
   * @param size bytes in all, a multiple of a cache line
   */
  Errno nextAlone(long size) {
    return next(size);
  }

  private Errno next(long size) {
    while (true) {
      Chunk chunk = current.get();
      long used = chunk.used.get();
      long start = (used + size - 1) / size * size;
      if (start + size > chunk.memory.byteSize()) {
        current.compareAndSet(chunk, Chunk.fresh());
      } else if (chunk.used.compareAndSet(used, start + size)) {
        return new Errno(chunk.memory, (int) start);
      }
    }
  }
}
