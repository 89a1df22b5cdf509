// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/**
 * Whether a loop with nothing to do had better look again for a moment than sleep.
 *
 * <p>To sleep and to be woken costs a few microseconds of processor time, and on another processor
 * that sleeps some twenty more until it runs. Two threads on different loops that answer each other
 * spend all their time so; if both look again instead, neither sleeps. That pays only where the
 * next event is close, which the last ones tell: {@code average} is how long it took until
 * something came while the loop looked. Where it gets too long, the loop sleeps right away, and
 * tries again after twice as many sleeps as last time.
 *
 * <p>Belongs to the owner of a loop.
 */
final class Spinning {
  /** The longest that is looked: what it takes a sleeping processor to wake and answer. */
  static final long LIMIT_NANOS = 40_000;

  /** Beyond this a sleep costs less. */
  private static final long WORTH_NANOS = 8_000;

  private static final int MOST_SKIPPED = 4096;

  private final boolean isPossible;
  private long average;
  private int toSkip; // sleeps to come without looking
  private int nextSkip = 16;

  /**
   * Of a loop.
   *
   * @param isPossible whether anybody can do anything while this loop looks
   */
  Spinning(boolean isPossible) {
    this.isPossible = isPossible;
  }

  /** Whether to look before this sleep. */
  boolean isWorthTrying() {
    if (!isPossible) {
      return false;
    }
    if (toSkip > 0) {
      toSkip--;
      return false;
    }
    return true;
  }

  /** The loop looked for so long, {@link #LIMIT_NANOS} if in vain. */
  void looked(long nanos) {
    average += (nanos - average) >> 2;
    if (average <= WORTH_NANOS) {
      nextSkip = 16;
    } else {
      toSkip = nextSkip;
      nextSkip = Math.min(2 * nextSkip, MOST_SKIPPED);
      average = 0;
    }
  }
}
