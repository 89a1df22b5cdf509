// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.packetloom.platform.SpinLock;

/** Native memory lent to one call at a time. */
final class Scratch {
  /** Bytes of {@link #bytes()}. */
  static final int SIZE = 64 << 10;

  private static final int SMALL = 512;

  private final MemorySegment segment;
  private final ByteBuffer bytes;
  private final MemorySegment small;
  private final CallState state;

  private Scratch(Arena arena) {
    segment = arena.allocate(SIZE, 16);
    bytes = segment.asByteBuffer();
    small = arena.allocate(SMALL, 16);
    state = new CallState(arena);
  }

  /** All bytes, to be passed to a call while this is lent. */
  MemorySegment segment() {
    return segment;
  }

  /** All bytes, to copy from and to; used by index only. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** Room for addresses and numbers beside the bytes, to be passed to a call. */
  MemorySegment small() {
    return small;
  }

  /** Where the call leaves its error number. */
  CallState state() {
    return state;
  }

  /** Copies bytes in. */
  void put(byte[] source, int offset, int length) {
    MemorySegment.copy(source, offset, segment, JAVA_BYTE, 0, length);
  }

  /** Copies bytes out. */
  void get(byte[] destination, int offset, int length) {
    MemorySegment.copy(segment, JAVA_BYTE, 0, destination, offset, length);
  }

  /**
   * Lends scratch for the length of a call: there are as many pieces as were ever in use at once,
   * which is the number of threads that run. Safe for use by any thread. The collector frees what
   * nobody can reach any more.
   */
  static final class Pool {
    private final SpinLock piecesLock = new SpinLock();
    private final ArrayDeque<Scratch> pieces = new ArrayDeque<>(); // guarded by piecesLock

    /** Lends a piece, which must be given back. */
    Scratch take() {
      piecesLock.lock();
      try {
        Scratch piece = pieces.pollLast();
        if (piece != null) {
          return piece;
        }
      } finally {
        piecesLock.unlock();
      }
      return new Scratch(Arena.ofAuto());
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
  }
}
