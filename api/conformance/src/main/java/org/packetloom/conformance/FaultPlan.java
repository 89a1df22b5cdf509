// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.util.List;

/**
 * What goes wrong in one direction of one stream, by positions in it. Guarded by the lock of the
 * direction.
 *
 * <p>Every draw is a hash of the seed, of its kind and of a number, so that one kind does not
 * depend on how often others were drawn.
 */
final class FaultPlan {
  /** Nothing passes at a position, for a time. */
  record Stall(long position, long nanos) {
    @Override
    public String toString() {
      return "stall at " + position;
    }
  }

  /** What is drawn from; bytes that never come are at {@link Long#MAX_VALUE}. */
  record Terms(
      long seed,
      long leastLatency,
      long mostLatency,
      int mostPiece,
      List<Stall> stalls,
      long meanToStall,
      long drawnStall,
      long leastReset,
      long mostReset) {}

  private static final long PIECE = 1;
  private static final long LATENCY = 2;
  private static final long STALL = 3;
  private static final long RESET = 4;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final Terms terms;
  private final Ticker ticker;
  private final long resetAt;

  private long position;
  private long pieces;
  private long pieceEnd;
  private long drawnStalls;
  private long nextDrawnStall;

  /** When the stall ends that holds at this position. */
  private long resumeAt;

  private boolean isStalled;

  FaultPlan(Terms terms, Ticker ticker) {
    this.terms = terms;
    this.ticker = ticker;
    boolean isNever = terms.mostReset == Long.MAX_VALUE;
    this.resetAt = isNever ? Long.MAX_VALUE : draw(RESET, 0, terms.leastReset, terms.mostReset);
    this.nextDrawnStall = gap();
    nextPiece();
    stall();
  }

  /** Spreads a number over all of them: the last steps of SplitMix64. */
  static long mix(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private long draw(long kind, long number, long least, long most) {
    long random = mix(mix(mix(terms.seed) + kind) + number);
    long span = most - least + 1;
    return least + (span <= 0 ? random >>> 1 : Long.remainderUnsigned(random, span));
  }

  private long gap() {
    long mean = terms.meanToStall;
    if (mean == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    return position + draw(STALL, drawnStalls++, 1, Math.max(1, 2 * Math.min(mean, 1L << 60) - 1));
  }

  private void nextPiece() {
    pieceEnd = position + draw(PIECE, pieces++, 1, terms.mostPiece);
  }

  /** Whether the connection has come to its reset. */
  boolean isReset() {
    return position >= resetAt;
  }

  /** Whether nothing passes at the moment, though it will. */
  boolean isStalled() {
    return isStalled && resumeAt - ticker.nanoTime() > 0;
  }

  /** How many bytes may pass at once, no more than are wanted. */
  int admits(int wanted) {
    if (isReset() || isStalled()) {
      return 0;
    }
    long end = Math.min(Math.min(pieceEnd, resetAt), nextDrawnStall);
    for (Stall stall : terms.stalls) {
      if (stall.position > position) {
        end = Math.min(end, stall.position);
      }
    }
    return (int) Math.min(wanted, end - position);
  }

  /**
   * Notes that bytes have passed, no more than were admitted.
   *
   * @return whether a stall begins, which ends at {@link #resumeAt}
   */
  boolean passed(int count) {
    position += count;
    if (position == pieceEnd) {
      nextPiece();
    }
    return count > 0 && stall();
  }

  private boolean stall() {
    long nanos = 0;
    for (Stall stall : terms.stalls) {
      nanos = stall.position == position ? Math.max(nanos, stall.nanos) : nanos;
    }
    if (position == nextDrawnStall) {
      nanos = Math.max(nanos, terms.drawnStall);
      nextDrawnStall = gap();
    }
    isStalled = nanos > 0;
    resumeAt = ticker.nanoTime() + nanos;
    return isStalled;
  }

  /** When the stall ends. */
  long resumeAt() {
    return resumeAt;
  }

  /** When a byte arrives that sets out now, if it is at a position. */
  long arrival(long at) {
    return ticker.nanoTime() + draw(LATENCY, at, terms.leastLatency, terms.mostLatency);
  }
}
