// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.time.Duration;
import org.packetloom.Deadline;

/** How long calls of one direction may wait; guarded by the lock of their lines. */
final class Terms {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

  /** When waits end. */
  Deadline deadline = Deadline.NONE;

  /** Nanoseconds that one wait may take, 0 for no limit. */
  long timeoutNanos;

  /** The nanoseconds of a timeout, 0 for no limit. */
  static long nanos(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout " + timeout + " is negative");
    }
    return timeout.compareTo(LONGEST) > 0 ? 0 : timeout.toNanos();
  }
}
