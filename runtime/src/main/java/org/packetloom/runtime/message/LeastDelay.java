// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * The round-trip time of a link whose queue is empty: the least of the last seconds, of means over
 * as many samples as their noise demands.
 */
final class LeastDelay {
  private static final long SPAN = 2_500_000_000L;
  private static final double BEARABLE_NOISE = 300_000;
  private static final int MOST_SAMPLES = 32;
  private static final int FIRST_SAMPLES = 8;
  private static final int MEMORY = 16;

  private long least = -1;
  private long leastOfSpan = Long.MAX_VALUE;
  private long spanBegan;
  private boolean isFirst = true;

  private long sum;
  private int samples;

  private long previous = -1;
  private long noise;
  private int differences;

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
    if (least < 0) {
      least = delay;
      spanBegan = now;
    }
    sum += delay;
    samples++;
    if (samples >= samplesOfMean()) {
      addMean(sum / samples, now);
      sum = 0;
      samples = 0;
    }
  }

  /** A mean of n samples has a noise of that of one by the root of n. */
  private double samplesOfMean() {
    double ratio = noise / BEARABLE_NOISE;
    return Math.clamp(ratio * ratio, isFirst ? FIRST_SAMPLES : 1, MOST_SAMPLES);
  }

  private void addMean(long mean, long now) {
    if (isFirst) { // so far the least was of one sample
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
