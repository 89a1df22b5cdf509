// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import java.time.Duration;

/**
 * Counts how long things took, in constant memory: 32 classes per power of two, so that a
 * percentile is at most 3 % above the true one. Belongs to one thread.
 */
public final class Latencies {
  private static final int CLASSES_BITS = 5;
  private static final int CLASSES = 1 << CLASSES_BITS;

  private final long[] counts = new long[(Long.SIZE - CLASSES_BITS) * CLASSES];
  private long total;

  /** Makes an empty count. */
  public Latencies() {}

  /**
   * Counts one.
   *
   * @param nanos how long it took, zero or more nanoseconds
   */
  public void add(long nanos) {
    counts[index(nanos)]++;
    total++;
  }

  /**
   * Counts all that another has counted.
   *
   * @param other stays as it is
   */
  public void addAll(Latencies other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  /**
   * How many were counted.
   *
   * @return zero or more
   */
  public long total() {
    return total;
  }

  /**
   * The time that a share of all did not exceed.
   *
   * @param percent above 0, up to 100
   * @return the upper edge of its class; zero if nothing was counted
   */
  public Duration percentile(double percent) {
    long wanted = Math.max(1, (long) Math.ceil(total * percent / 100));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return Duration.ofNanos(upperEdge(i));
      }
    }
    return Duration.ZERO;
  }

  /** Values below 32 have a class each; above, the five bits after the highest one choose it. */
  private static int index(long nanos) {
    if (nanos < CLASSES) {
      return (int) nanos;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - CLASSES_BITS;
    return (shift << CLASSES_BITS) + (int) (nanos >>> shift);
  }

  private static long upperEdge(int index) {
    if (index < 2 * CLASSES) {
      return index;
    }
    int shift = (index >>> CLASSES_BITS) - 1;
    long top = CLASSES + (long) (index & CLASSES - 1);
    return ((top + 1) << shift) - 1;
  }
}
