// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * How lumpy acknowledgements come: what must be in flight besides what the link holds, so that the
 * sender does not run dry between two lumps.
 */
final class AckBursts {
  private static final long SPAN = 1_000_000_000;
  private static final long LONGEST_GAP = 100_000_000;
  private static final double MOST_SECONDS = 0.04;

  private long began;
  private double bytes;
  private double most;
  private double mostBefore;
  private long spanBegan;
  private long last;
  private double gap;

  /**
   * Takes an acknowledgement.
   *
   * @param acked its bytes
   * @param rate bytes per second that are expected
   * @param starved whether there was too little to send
   */
  void add(long now, long acked, double rate, boolean starved) {
    long since = now - last;
    last = now;
    if (!starved && since < LONGEST_GAP) {
      gap += (since - gap) / 8;
    }
    bytes += acked;
    double more = bytes - rate * (now - began) / 1e9;
    if (more <= 0) {
      began = now;
      bytes = 0;
    } else {
      most = Math.max(most, Math.min(more, rate * MOST_SECONDS));
    }
    if (now - spanBegan > SPAN) {
      mostBefore = most;
      most = 0;
      spanBegan = now;
    }
  }

  /** Begins anew. */
  void begin(long now) {
    began = now;
    bytes = 0;
  }

  /** By how many bytes acknowledgements were ahead of the rate, in the last seconds. */
  double bytes() {
    return Math.max(most, mostBefore);
  }

  /** Nanoseconds from one to the next. */
  double gap() {
    return gap;
  }
}
