// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.packetloom.Deadline;

/**
 * The owner of a {@link Wheel}, as those who wait see it. Safe for use by any thread.
 *
 * <p>Times are nanoseconds since the toolkit was opened, so that they compare by {@code <}.
 */
interface Timers {
  /** How far {@link #roughly()} may usually be behind. */
  long ROUGH_NANOS = 10_000_000;

  /** The time. */
  long now();

  /**
   * The time as somebody has looked at it lately, {@link #ROUGH_NANOS} ago at the most, more if the
   * machine has too much to do. For what people are told: it costs a load where a clock costs more
   * than to take a turn and to give it back.
   */
  default long roughly() {
    return now();
  }

  /** A point of {@link System#nanoTime()} in this time. */
  long at(long nanoTime);

  /** When a deadline passes in this time, {@link Timeout#NEVER} if it does not. */
  default long at(Deadline deadline) {
    return deadline.isLimited() ? at(deadline.nanoTime()) : Timeout.NEVER;
  }

  /** The owner that serves the calling thread best; an entry stays with its first one. */
  default Timers nearest() {
    return this;
  }

  /** Hands an entry to the wheel's owner; {@code time} is when it is due. */
  void submit(Timeout timeout, long time);

  /** Has the owner look at what was submitted no later than at a time. */
  void hurry(long time);
}
