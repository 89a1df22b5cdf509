// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Where faults take the time from. */
interface Ticker {
  /** The time of this machine. */
  Ticker REAL =
      new Ticker() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void at(long nanoTime, Runnable action) {
          long left = Math.max(0, nanoTime - System.nanoTime());
          // waits in the JDK's own timer: no thread of ours stays behind
          CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS, Runnable::run)
              .execute(action);
        }
      };

  /** The longest time that is told apart from longer ones: 146 years. */
  long LONGEST_NANOS = Long.MAX_VALUE / 2;

  /** The nanoseconds of a duration that is not negative, or the longest time. */
  static long nanos(Duration duration) {
    boolean isLong = duration.compareTo(Duration.ofNanos(LONGEST_NANOS)) > 0;
    return isLong ? LONGEST_NANOS : duration.toNanos();
  }

  /** Nanoseconds since an arbitrary point. */
  long nanoTime();

  /** Runs an action, which is quick, once the time has come. */
  void at(long nanoTime, Runnable action);
}
