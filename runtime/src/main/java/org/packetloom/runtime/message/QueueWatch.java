// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * Watches a queue that is longer than it should be, and finds out when it is none but the way has
 * become longer.
 *
 * <p>By as much as less is sent than arrives, a queue becomes shorter. One that should be gone by
 * that, and is not, is none. As others may have filled it meanwhile, the verdict is doubtful, until
 * a pause in sending has shown no shorter way.
 */
final class QueueWatch {
  private static final double TOO_LONG = 1.25;
  private static final double SHORTER = 0.75;
  private static final double WORSE = 1.25;
  private static final long CHECK_AFTER = 1_000_000_000;

  /** How long it was when the watch began; 0 while nothing is to be watched. */
  private long queue;

  /** What is sent from here on meets a queue that knows of the watch. */
  private long from;

  private double drained;
  private double capacityBefore;

  private long doubtful;
  private long doubtfulUntil;
  private long leastThen;

  boolean isWatching() {
    return queue > 0;
  }

  /** What the link was thought to carry when the watch began. */
  double capacityBefore() {
    return capacityBefore;
  }

  void stop() {
    queue = 0;
  }

  /**
   * A slot ended.
   *
   * @param queued how long packets seem to wait
   * @param target how long they should
   * @param capacity what the link was thought to carry before
   * @param sent bytes ever sent
   */
  void look(long queued, double target, double capacity, long sent) {
    if (queued < TOO_LONG * target) {
      queue = 0;
      return;
    }
    if (queue == 0) {
      capacityBefore = capacity;
    }
    if (queued < SHORTER * queue || queued > WORSE * queue) {
      queue = queued;
      from = sent;
      drained = 0;
    }
  }

  /**
   * Adds what a slot should have taken off the queue.
   *
   * @param progress bytes sent up to the newest packet acknowledged
   * @return whether all should be gone
   */
  boolean isInVain(long progress, double nanos) {
    if (queue > 0 && progress >= from) {
      drained += Math.max(0, nanos);
    }
    return queue > 0 && drained > queue;
  }

  /** The way was said to be longer by so much. */
  void doubt(long now, long nanos) {
    doubtful = nanos;
    doubtfulUntil = now + CHECK_AFTER;
    queue = 0;
  }

  boolean isCheckDue(long now) {
    return doubtful > 0 && now > doubtfulUntil;
  }

  /** How much longer the way was said to be. */
  long doubtful() {
    return doubtful;
  }

  /** A check begins. */
  void check(long least) {
    leastThen = least;
  }

  /** A check has ended, by which the least delay is so much. */
  void checked(long now, long least) {
    if (leastThen - least <= doubtful / 4) {
      doubtful = 0;
    }
    doubtfulUntil = now + CHECK_AFTER;
  }
}
