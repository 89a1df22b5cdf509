// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.runtime.message.RateControl.AckSample;

/**
 * The first packets of a connection that has much to send: sent in one go, they leave the slowest
 * link at its rate, and so do their acknowledgements come.
 */
final class StartTrain {
  /** Packets of a train. */
  static final int PACKETS = 32;

  private static final long LEAST_NANOS = 100_000;
  private static final int LEAST_PACKETS = 12;
  private static final double LIKELY_ARRIVED = 0.7;

  private final int packet;

  private long beganAt = -1;
  private long firstUpTo;
  private long lastUpTo;
  private long acked;
  private double rate;
  private long progress;
  private long unstarved;

  StartTrain(int packet) {
    this.packet = packet;
  }

  /**
   * Takes an acknowledgement.
   *
   * @param sent bytes sent so far
   */
  void add(AckSample sample, long sent) {
    if (sample.isAppLimited) {
      beganAt = -1;
      unstarved = 0;
      return;
    }
    unstarved += sample.ackedBytes;
    if (beganAt < 0 || rate == 0 && sample.sentUpTo > lastUpTo) {
      beganAt = sample.now;
      firstUpTo = sample.sentUpTo;
      lastUpTo = sent;
      progress = firstUpTo;
      acked = 0;
    } else if (sample.sentUpTo <= lastUpTo) {
      acked += sample.ackedBytes;
      progress = Math.max(progress, sample.sentUpTo);
      measure(sample.now);
    } else {
      lastUpTo = progress;
    }
  }

  boolean hasBegun() {
    return beganAt >= 0;
  }

  /** Whether all of it has passed. */
  boolean isOver() {
    return progress >= lastUpTo;
  }

  /** Whether the rate can be told. */
  boolean isTelling() {
    return rate > 0;
  }

  /** Whether so much of it has passed that no more will be told. */
  boolean isMute() {
    return unstarved >= PACKETS * (long) packet * 3 / 4 && rate == 0;
  }

  /** The rate in bytes per second, if it is telling. */
  double rate() {
    return rate;
  }

  /** The best of the rates up to each acknowledgement: the last of all may have been delayed. */
  private void measure(long now) {
    long passed = progress - firstUpTo;
    if (passed >= LEAST_PACKETS * (long) packet && now - beganAt >= LEAST_NANOS) {
      double bytes = acked < LIKELY_ARRIVED * passed ? acked : passed;
      rate = Math.max(rate, bytes * 1e9 / (now - beganAt));
    }
  }
}
