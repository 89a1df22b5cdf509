// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * How long a packet may be overtaken by later ones before it counts as lost.
 *
 * <p>Grows by a step with each packet that arrives after it had been given up, and shrinks by one
 * with {@value #PACKETS_PER_STEP} that are acknowledged: so about one in as many is sent twice in
 * vain, whatever the link's jitter.
 */
final class ReorderWindow {
  private static final int STEPS = 32;
  private static final int PACKETS_PER_STEP = 50;
  private static final long LEAST_NANOS = 1_000_000;

  private boolean isReordering;
  private long nanos = LEAST_NANOS;

  long nanos() {
    return nanos;
  }

  /** Whether packets were ever seen to overtake others. */
  boolean isReordering() {
    return isReordering;
  }

  void acked(int packets, long roundTrip) {
    nanos = Math.max(LEAST_NANOS, nanos - packets * step(roundTrip) / PACKETS_PER_STEP);
  }

  void arrivedLate(long roundTrip) {
    isReordering = true;
    nanos = Math.min(4 * roundTrip, nanos + step(roundTrip));
  }

  private static long step(long roundTrip) {
    return Math.max(LEAST_NANOS / 2, roundTrip / STEPS);
  }
}
