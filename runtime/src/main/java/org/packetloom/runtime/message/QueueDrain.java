// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/** Packets that are sent so slowly that the link's queue runs empty: what they met there. */
final class QueueDrain {
  private static final double MS = 1e6;
  private static final double LEAST_DEPTH = 0.05;
  private static final double MOST_DEPTH = 0.5;
  private static final double LEAST_GAIN = 0.05;
  private static final double TRIAL_PACKETS = 60;
  private static final double LONGEST_TRIAL = 500 * MS;
  private static final double NOTICEABLE = 0.15;

  private double gain;
  private double nanos;
  private double due;
  private long from;
  private long to;
  private long queueBefore;
  private long leastQueued;
  private boolean isLossMeasured;

  /**
   * Chooses how slowly and how long to send.
   *
   * @param queued how long packets wait
   * @param least the least delay of a round trip
   * @param leaving what leaves the queue, as a part of the capacity
   */
  void plan(long queued, long least, double leaving) {
    queueBefore = queued;
    nanos = Math.max(least, 2.0 * queued);
    gain = 1 - Math.clamp((queued + MS) / nanos, LEAST_DEPTH, MOST_DEPTH);
    gain = Math.max(LEAST_GAIN, Math.min(gain, leaving * (1 - LEAST_DEPTH)));
    due = Math.min(queued, (1 - gain / leaving) * nanos);
  }

  /**
   * The same, for as many packets as tell what is lost whatever the rate.
   *
   * @param packetNanos the time of a packet at the capacity
   * @param smoothed the delay of a round trip
   */
  void planTrial(long queued, long least, double leaving, double packetNanos, long smoothed) {
    plan(queued, least, leaving);
    double trial = TRIAL_PACKETS * packetNanos / gain;
    nanos = Math.max(nanos, Math.min(trial, Math.max(LONGEST_TRIAL, 3.0 * smoothed)));
    due = Math.min(queued, (1 - gain / leaving) * nanos);
  }

  /** A pause to see how long the way is. */
  void planCheck(double itsGain, double itsNanos) {
    queueBefore = 0;
    gain = itsGain;
    nanos = itsNanos;
    due = 0;
  }

  double gain() {
    return gain;
  }

  double nanos() {
    return nanos;
  }

  /** Bytes of all sent that come before, and those up to its end. */
  void begin(long itsFrom, long itsTo) {
    from = itsFrom;
    to = itsTo;
    leastQueued = queueBefore;
    isLossMeasured = false;
  }

  /**
   * A slot ended.
   *
   * @param progress bytes sent up to the newest packet acknowledged
   * @param isLate whether it is over by the clock
   * @param queued how long packets waited
   * @return whether the drain is over
   */
  boolean measure(
      long progress, boolean isLate, long queued, long acked, long lost, LossShare losses) {
    boolean isOver = isLate || progress >= to;
    if (!isOver && progress < from + (to - from) / 4) {
      return false; // losses are known a little later than arrivals
    }
    if (!isLossMeasured) {
      isLossMeasured = true;
      losses.lowBegins(acked, lost);
    }
    leastQueued = Math.min(leastQueued, queued);
    if (isOver) {
      losses.lowEnds(acked, lost);
    }
    return isOver;
  }

  long queueBefore() {
    return queueBefore;
  }

  long leastQueued() {
    return leastQueued;
  }

  /** Whether the queue has not become shorter. */
  boolean isInVain() {
    return queueBefore - leastQueued < NOTICEABLE * due;
  }
}
