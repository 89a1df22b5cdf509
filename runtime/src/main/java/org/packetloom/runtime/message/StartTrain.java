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

  private static final int LEAST_ACKS = 4;
  private static final int LEAST_PACKETS = 12;
  private static final double LIKELY_ARRIVED = 0.7;

  private final int packet;

  private long beganAt = -1;
  private long firstUpTo;
  private long lastUpTo;
  private long acked;
  private int acks;
  private long progress;
  private long now;

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
    } else if (beganAt < 0) {
      beganAt = sample.now;
      firstUpTo = sample.sentUpTo;
      lastUpTo = sent;
      progress = firstUpTo;
      acked = 0;
      acks = 0;
    } else if (sample.sentUpTo <= lastUpTo) {
      acks++;
      acked += sample.ackedBytes;
      progress = Math.max(progress, sample.sentUpTo);
      now = sample.now;
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
    return acks >= LEAST_ACKS
        && progress - firstUpTo >= LEAST_PACKETS * (long) packet
        && now > beganAt;
  }

  /** Whether so much of it has passed that no more will be told. */
  boolean isMute() {
    return hasBegun() && progress - firstUpTo >= PACKETS * (long) packet / 2;
  }

  /** The rate in bytes per second, if it is telling. */
  double rate() {
    long passed = progress - firstUpTo;
    double bytes = acked < LIKELY_ARRIVED * passed ? acked : passed;
    return bytes * 1e9 / (now - beganAt);
  }
}
