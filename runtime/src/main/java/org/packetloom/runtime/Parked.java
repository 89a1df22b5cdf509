// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.packetloom.FailureDetail;

/**
 * A thread that waits, as others see it: it may have gone on since.
 *
 * @param name the thread's name
 * @param thread the thread's number
 * @param nanos how long its call has waited so far
 * @param leftNanos how long it may wait on, {@link #NO_LIMIT} for ever
 */
record Parked(String name, long thread, long nanos, long leftNanos) {
  static final long NO_LIMIT = -1;

  private static final long MILLI = 1_000_000;

  /** A thread that has waited since {@code began}, if that is not 0, and may wait until then. */
  static Parked of(Thread waiting, long began, long due, long now) {
    return new Parked(
        waiting.getName(),
        waiting.threadId(),
        began == 0 ? 0 : Math.max(0, now - began),
        due == Timeout.NEVER ? NO_LIMIT : Math.max(0, due - now));
  }

  /** Words for people. */
  String text(String operation) {
    String left = leftNanos == NO_LIMIT ? "" : ", " + leftNanos / MILLI + " ms left";
    return operation
        + " waits in "
        + FailureDetail.printable(name)
        + "#"
        + thread
        + " for "
        + nanos / MILLI
        + " ms"
        + left;
  }
}
