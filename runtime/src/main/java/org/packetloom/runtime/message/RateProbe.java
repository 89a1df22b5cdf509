// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * A few packets that are sent faster than the link is known to be, to see whether they arrive
 * faster. What they were too fast by is paid back at once, so that they leave no queue.
 *
 * <p>By how much faster is the step: it doubles while that pays, halves when it does not, and is
 * the least as soon as a queue tells that the link is busy.
 */
final class RateProbe {
  /** What is sent at, of the rate, after the probe. */
  static final double PAY_BACK = 0.8;

  private static final double LEAST_STEP = 0.04;
  private static final double MOST_STEP = 1;
  private static final double CLEAR_STEP = 0.16;
  private static final double GROWING = 0.5;
  private static final double PAYS = 0.7;
  private static final double LEAST_ARRIVING = 0.05;

  private final double packet;

  private double step = MOST_STEP;
  private long from;
  private long to;
  private long payBackTo;

  /** When the acknowledgement came that the measurement begins with; −1 before it. */
  private long beganAt;

  private long beganProgress;
  private long beganAcked;
  private double rate;

  RateProbe(double packet) {
    this.packet = packet;
  }

  double step() {
    return step;
  }

  /** Whether much more may be possible than is known. */
  boolean isGrowing() {
    return step >= GROWING;
  }

  /** The link is busy. */
  void calm() {
    step = LEAST_STEP;
  }

  /** Nothing is known any more. */
  void hurry() {
    step = MOST_STEP;
  }

  /** Bytes from {@code from} to {@code to} of all sent are the probe. */
  void begin(long itsFrom, long itsTo) {
    from = itsFrom;
    to = itsTo;
    payBackTo = to + (long) ((to - from) * step / (1 + step) * PAY_BACK / (1 - PAY_BACK));
    beganAt = -1;
    rate = -1;
  }

  /** Whether what is sent now has to make up for the probe. */
  boolean isPayingBack(long sent) {
    return sent < payBackTo;
  }

  /**
   * Takes an acknowledgement.
   *
   * @param progress bytes sent up to the newest packet acknowledged
   * @param acked bytes ever acknowledged
   * @return whether the probe has passed
   */
  boolean measure(long now, long progress, long acked, LossShare losses) {
    if (progress < from) {
      return false;
    }
    if (beganAt < 0) {
      beganAt = now;
      beganProgress = progress;
      beganAcked = acked;
      return false;
    }
    if (progress <= to || rate < 0) {
      double bytes = progress - beganProgress;
      double arriving = Math.max(LEAST_ARRIVING, 1 - losses.most(bytes / packet));
      rate = Math.min(bytes, (acked - beganAcked) / arriving) * 1e9 / Math.max(1, now - beganAt);
    }
    return progress >= to;
  }

  /**
   * What the link carries by the probe.
   *
   * @param capacity what it was thought to carry
   * @param isQueued whether the probe met a queue
   */
  double result(double capacity, boolean isQueued) {
    double most = capacity * (1 + step);
    boolean isMore = rate > capacity * (1 + PAYS * step);
    if (isMore) {
      step = Math.min(MOST_STEP, 2 * step);
    } else if (isQueued || step > CLEAR_STEP) {
      step = Math.max(LEAST_STEP, step / 2);
    } else {
      step = Math.min(CLEAR_STEP, 2 * step);
    }
    return Math.clamp(rate, capacity, most);
  }
}
