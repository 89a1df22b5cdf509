// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.ArrayList;
import java.util.List;

/** Timers whose time a test moves. */
abstract class ReactorTimersFixture {
  static final long TICK = 1L << 20;
  static final long MILLI = 1_000_000;
  static final long SECOND = 1_000 * MILLI;
  static final long HOUR = 3_600 * SECOND;

  /** The time, which stands still until it is moved. */
  long now = 7 * SECOND;

  int wakes;
  ReactorTimers timers = new ReactorTimers(() -> now, () -> wakes++);

  /** Where runs begin at once and end at once, and when they did. */
  final class Recorded implements ReactorTimer.Target {
    final List<Long> runs = new ArrayList<>();

    @Override
    public void expired(ReactorTimer timer, long time) {
      if (timer.begin(now)) {
        runs.add(now);
        timer.ended(now);
      }
    }
  }

  /** Moves the clock as the runner would: from sleep to sleep. */
  void runTo(long time) {
    while (true) {
      timers.advance(now);
      long sleep = timers.beginSleep();
      timers.endSleep();
      if (sleep > time - now) {
        now = time;
        return;
      }
      now += sleep;
    }
  }

  void runFor(long nanos) {
    runTo(now + nanos);
  }

  ReactorTimer once(long nanos, ReactorTimer.Target target) {
    return timers.schedule(now + nanos, 0, 0, target);
  }
}
