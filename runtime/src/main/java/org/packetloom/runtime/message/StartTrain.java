// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.runtime.message.RateControl.AckSample;

/**
 * The first packets of a connection that has much to send: sent in one go, they leave the slowest
 * link at its rate, and so do their acknowledgements come. Another train begins if one tells
 * nothing.
 */
final class StartTrain {
  /** Packets of a train. */
  static final int PACKETS = 32;

  private static final int LEAST_PACKETS = 12;
  private static final int MANY_LOST = 8;
  private static final long LEAST_NANOS = 100_000;
  private static final double LIKELY_ARRIVED = 0.7;
  private static final long LEAST_ROUND_TRIP = 1_000_000;

  /** How many times as much as it was itself it can make us send in a round trip. */
  private static final int MOST_GROWTH = 32;

  private final int packet;

  /** When the first acknowledgement came; −1 before. */
  private long beganAt = -1;

  // Bytes of all sent: up to the first packet acknowledged, the newest, and the last of the train.
  private long firstUpTo;
  private long progress;
  private long lastUpTo;

  private long acked;
  private long lost;
  private double rate;

  /** Bytes acknowledged since there was enough to send. */
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
    lost += sample.lostBytes;
    if (beganAt < 0 || rate == 0 && sample.sentUpTo > lastUpTo) {
      beganAt = sample.now;
      firstUpTo = sample.sentUpTo;
      lastUpTo = sent;
      progress = firstUpTo;
      acked = 0;
      lost = 0;
    } else if (sample.sentUpTo <= lastUpTo) {
      acked += sample.ackedBytes;
      progress = Math.max(progress, sample.sentUpTo);
      measure(sample.now);
    } else {
      lastUpTo = progress;
    }
  }

  /**
   * The best of the rates up to each acknowledgement, as the last of all may have been delayed.
   * What is missing counts as lost behind the slowest link, unless it is so much that the link's
   * queue must have dropped it.
   */
  private void measure(long now) {
    long passed = progress - firstUpTo;
    boolean isEnough = passed >= LEAST_PACKETS * (long) packet || lost >= MANY_LOST * (long) packet;
    if (isEnough && acked > packet && now - beganAt >= LEAST_NANOS) {
      double bytes = acked < LIKELY_ARRIVED * passed ? acked : passed;
      rate = Math.max(rate, bytes * 1e9 / (now - beganAt));
    }
  }

  /** Bytes were given up. */
  void lost(long bytes) {
    lost += bytes;
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

  /** Whether so much has passed that no more will be told. */
  boolean isMute() {
    return rate == 0 && unstarved >= window() * 3 / 4;
  }

  /** The rate in bytes per second, if it is telling; not so much that a round trip bursts. */
  double rate(long roundTrip) {
    return Math.min(rate, MOST_GROWTH * windowRate(roundTrip));
  }

  /** A train in each round trip. */
  double windowRate(long roundTrip) {
    return window() * 1e9 / Math.max(LEAST_ROUND_TRIP, roundTrip);
  }

  /** Bytes of a train. */
  long window() {
    return PACKETS * (long) packet;
  }
}
