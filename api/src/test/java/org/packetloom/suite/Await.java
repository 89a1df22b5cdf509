// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.packetloom.Deadline;

/** Waits for conditions, never for time to let things happen. */
public final class Await {
  /** How long anything may take; a watchdog, no assertion. */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  private static final long PAUSE_NANOS = 100_000;

  private Await() {}

  /** Waits until the condition holds; fails the test after 30 seconds. */
  public static void until(String what, BooleanSupplier condition) {
    Deadline limit = Deadline.after(LIMIT);
    while (!condition.getAsBoolean()) {
      if (limit.hasPassed()) {
        throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Waits until the deadline has passed. */
  public static void passed(Deadline deadline) {
    until("deadline passes", deadline::hasPassed);
  }

  /** Waits until the thread waits; fails the test if it ends instead. */
  public static void parked(Thread thread) {
    until(
        "thread waits",
        () ->
            switch (thread.getState()) {
              case WAITING, TIMED_WAITING -> true;
              case TERMINATED -> throw new AssertionError("ended instead of waiting: " + thread);
              case NEW, RUNNABLE, BLOCKED -> false;
            });
  }
}
