// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

/**
 * How fast an endpoint may send; incubating.
 *
 * <p>Rates count whole datagrams with 28 bytes for the headers of UDP and IP, in bytes per second.
 * Datagrams are paced: sent evenly, with small bursts.
 *
 * @param kind fixed, adaptive or none
 * @param min the least rate, which is kept whatever the link does
 * @param max the most
 */
public record RatePolicy(Kind kind, long min, long max) {
  /** What sets the rate. */
  public enum Kind {
    /** The application. */
    FIXED,
    /** What the link is seen to deliver, between two bounds. */
    ADAPTIVE,
    /** Nothing: whatever is queued is sent at once. */
    UNLIMITED
  }

  /** Nothing is held back: for links that cannot be overrun, and for tests. */
  public static final RatePolicy UNLIMITED = new RatePolicy(Kind.UNLIMITED, 0, Long.MAX_VALUE);

  /** The rate follows what the link delivers; at least 8 kB/s. */
  public static final RatePolicy ADAPTIVE = new RatePolicy(Kind.ADAPTIVE, 8_000, Long.MAX_VALUE);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if the least is negative or above the most, or the most is
   *     less than 1
   */
  public RatePolicy {
    if (min < 0 || max < Math.max(1, min)) {
      throw new IllegalArgumentException("rates: " + min + " to " + max);
    }
  }

  /**
   * A rate the application has set.
   *
   * @param bytesPerSecond the rate, 1 or more
   * @return the policy
   * @throws IllegalArgumentException if it is less than 1
   */
  public static RatePolicy fixed(long bytesPerSecond) {
    return new RatePolicy(Kind.FIXED, bytesPerSecond, bytesPerSecond);
  }

  /**
   * A rate that follows what the link delivers.
   *
   * @param min the least, in bytes per second, 0 or more
   * @param max the most
   * @return the policy
   * @throws IllegalArgumentException if they are no range
   */
  public static RatePolicy adaptive(long min, long max) {
    return new RatePolicy(Kind.ADAPTIVE, min, max);
  }
}
