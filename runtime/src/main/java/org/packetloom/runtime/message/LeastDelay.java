// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * The round-trip time of a link whose queue is empty: the least of the last seconds, of means over
 * as many samples as their noise demands.
 */
final class LeastDelay {
  private static final long SPAN = 2_500_000_000L;
  private static final long BEARABLE_NOISE = 300_000;
  private static final int MOST_SAMPLES = 32;
  private static final int FIRST_SAMPLES = 8;
  private static final int MEMORY = 16;

  private long least = -1;
  private long leastOfSpan = Long.MAX_VALUE;
  private long spanBegan;
  private long sum;
  private int samples;
  private long previous = -1;
  private long noise;
  private int differences;
  private boolean isFirst = true;

  /** Nanoseconds; −1 before the first sample. */
  long nanos() {
    return least;
  }

  /** By how much samples differ from the one before, on average. */
  long noise() {
    return noise;
  }

  void add(long delay, long now) {
    if (previous >= 0) {
      differences = Math.min(MEMORY, differences + 1);
      noise += (Math.abs(delay - previous) - noise) / differences;
    }
    previous = delay;
    sum += delay;
    samples++;
    if (least < 0) {
      least = delay;
      spanBegan = now;
    }
    if (samples * BEARABLE_NOISE < noise * noise / BEARABLE_NOISE && samples < MOST_SAMPLES) {
      return;
    }
    long mean = sum / samples;
    sum = 0;
    samples = 0;
    if (isFirst) {
      least = Math.max(least, Math.min(mean, least + 2 * noise));
      isFirst = false;
    }
    leastOfSpan = Math.min(leastOfSpan, mean);
    least = Math.min(least, mean);
    if (now - spanBegan > SPAN) {
      least = leastOfSpan;
      leastOfSpan = Long.MAX_VALUE;
      spanBegan = now;
    }
  }

  /** The way has become longer: what was seen before does not count. */
  void restart(long delay, long now) {
    least = delay;
    leastOfSpan = Long.MAX_VALUE;
    spanBegan = now;
    sum = 0;
    samples = 0;
  }
}
