// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * Spreads datagrams evenly at a rate. Time not used is saved for a burst of as long as the caller
 * was away (a game's tick), but no more than a few datagrams after a long silence.
 */
final class Pacer {
  private static final long LONGEST_TICK = 100_000_000;
  private static final long SHORTEST_BURST = 2_000_000;
  private static final long BURST_AFTER_SILENCE = 10_000_000;
  private static final int LEAST_DATAGRAMS = 2;

  private final RateControl rate;
  private final int datagramBytes;

  /** When the next datagram would be due if none were ever sent early. */
  private long dueAt;

  /** When it was asked last, at another time than before; and how long before that. */
  private long askedAt;

  private long burst = BURST_AFTER_SILENCE;

  Pacer(RateControl rate, int datagramBytes, long now) {
    this.rate = rate;
    this.datagramBytes = datagramBytes;
    dueAt = now;
    askedAt = now;
  }

  /** The caller looks whether there is something to send. */
  void ask(long now) {
    long away = now - askedAt;
    if (away > 0) {
      burst = away > LONGEST_TICK ? BURST_AFTER_SILENCE : Math.max(away, SHORTEST_BURST);
      askedAt = now;
    }
  }

  /** Bytes that may go at once; negative if none, {@link Long#MAX_VALUE} if any. */
  long allowance(long now) {
    long perSecond = rate.paceRate();
    if (perSecond == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    long saved = Math.min(now - dueAt, burst(perSecond));
    return (long) (saved * (perSecond / 1e9)) + datagramBytes;
  }

  boolean mayGo(long now) {
    return rate.paceRate() == Long.MAX_VALUE || now >= dueAt;
  }

  void sent(int bytes, long now) {
    long perSecond = rate.paceRate();
    if (perSecond != Long.MAX_VALUE) {
      dueAt = Math.max(dueAt, now - burst(perSecond)) + (long) (bytes * 1e9 / perSecond);
    }
  }

  /** When a datagram may go. */
  long dueAt() {
    return rate.paceRate() == Long.MAX_VALUE ? Long.MIN_VALUE : dueAt;
  }

  private long burst(long perSecond) {
    return Math.max(burst, (long) ((LEAST_DATAGRAMS - 1) * datagramBytes * 1e9 / perSecond));
  }
}
