// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * The round-trip time of a connection, as RFC 6298 smooths it, and its least of the last seconds.
 *
 * <p>Each packet has a number of its own, so no sample is ambiguous.
 */
final class RoundTrips {
  /** What is assumed before the first sample. */
  static final long FIRST_NANOS = 200_000_000;

  private static final long SPAN_NANOS = 10_000_000_000L;

  private long smoothed;
  private long variation;
  private long latest;

  /** How long the other side waits before it acknowledges: the longest lately, which fades. */
  private long peerDelay;

  /** The least of this span of time, and of the one before. */
  private long least = Long.MAX_VALUE;

  private long leastBefore = Long.MAX_VALUE;
  private long spanBegan;

  boolean isKnown() {
    return latest != 0;
  }

  long smoothed() {
    return isKnown() ? smoothed : FIRST_NANOS;
  }

  long latest() {
    return latest;
  }

  long variation() {
    return isKnown() ? variation : FIRST_NANOS / 2;
  }

  /** The least of the last 10 to 20 s; −1 before the first. */
  long least() {
    return isKnown() ? Math.min(least, leastBefore) : -1;
  }

  /**
   * Takes a sample.
   *
   * @param sample time from sending to acknowledgement
   * @param delay what of it the other side says that it waited
   */
  void add(long sample, long delay, long now) {
    if (!isKnown()) {
      spanBegan = now;
    } else if (now - spanBegan > SPAN_NANOS) {
      leastBefore = least;
      least = Long.MAX_VALUE;
      spanBegan = now;
    }
    least = Math.min(least, Math.max(1, sample));
    long adjusted = Math.max(1, sample - delay >= least() ? sample - delay : sample);
    if (!isKnown()) {
      smoothed = adjusted;
      variation = adjusted / 2;
    } else {
      variation += (Math.abs(adjusted - smoothed) - variation) / 4;
      smoothed += (adjusted - smoothed) / 8;
    }
    latest = adjusted;
    peerDelay = Math.max(delay, peerDelay - peerDelay / 8);
  }

  /** How long after the last packet sent one may ask whether it arrived. */
  long probeTimeout() {
    return smoothed() + Math.max(4 * variation(), 1_000_000) + peerDelay;
  }
}
