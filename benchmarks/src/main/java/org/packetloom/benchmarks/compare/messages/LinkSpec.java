// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

/**
 * What a link does to datagrams, each direction for itself.
 *
 * @param delayNanos from one end to the other
 * @param jitterNanos so much more or less, evenly spread
 * @param loss part of the datagrams that get lost, 0 to 1
 * @param burst how many are lost in a row, on average; 1 if each for itself
 * @param bitsPerSecond what the link carries; 0 if it has no limit
 * @param queueBytes what waits for its turn before more is dropped
 */
public record LinkSpec(
    long delayNanos,
    long jitterNanos,
    double loss,
    double burst,
    long bitsPerSecond,
    long queueBytes) {
  /** IP and UDP, counted with every datagram. */
  public static final int OVERHEAD_BYTES = 28;

  private static final long MILLI = 1_000_000;

  /** Without limit. */
  static LinkSpec delayed(long delayMillis, long jitterMillis, double loss, double burst) {
    return new LinkSpec(delayMillis * MILLI, jitterMillis * MILLI, loss, burst, 0, 0);
  }

  LinkSpec lossless() {
    return new LinkSpec(delayNanos, jitterNanos, 0, 1, bitsPerSecond, queueBytes);
  }

  /** With a rate, and without jitter. */
  static LinkSpec limited(long delayMillis, double loss, long megabits, long queueBytes) {
    return new LinkSpec(delayMillis * MILLI, 0, loss, 1, megabits * 1_000_000, queueBytes);
  }
}
