// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/**
 * Whether a loop with nothing to do had better look again for a moment than sleep.
 *
 * <p>To sleep and to be woken costs a few microseconds of processor time, and on another processor
 * that sleeps some twenty more until it runs. Two threads on different loops that answer each other
 * spend all their time so; if both look again instead, neither sleeps. That pays only where the
 * next event is close, which the last ones tell: {@code average} is how long it took until
 * something came while the loop looked. Where that is too long, the loop sleeps right away.
 *
 * <p>To find out takes two: as long as one of them sleeps, the other waits long for its answer. So
 * all loops try it at the same time, for a moment of each {@link #PERIOD_NANOS}.
 *
 * <p>Belongs to the owner of a loop.
 */
final class Spinning {
  /** The longest that is looked: what it takes a sleeping processor to wake and answer. */
  static final long LIMIT_NANOS = 40_000;

  /** Beyond this a sleep costs less. */
  private static final long WORTH_NANOS = 6_000;

  /** How often it is tried again; a power of two. */
  private static final long PERIOD_NANOS = 1 << 26;

  /** How long it is tried: less than a fiftieth of the time. */
  private static final long TRIAL_NANOS = 1 << 20;

  private final boolean isPossible;
  private long average = LIMIT_NANOS;

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
    return isPossible
        && (average <= WORTH_NANOS || (System.nanoTime() & PERIOD_NANOS - 1) < TRIAL_NANOS);
  }

  /** The loop looked for so long, {@link #LIMIT_NANOS} if in vain. */
  void looked(long nanos) {
    average += (nanos - average) >> 3;
  }
}
