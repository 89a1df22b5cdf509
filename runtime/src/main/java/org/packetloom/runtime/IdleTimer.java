// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Finds out that a registration was told nothing for some time.
 *
 * <p>A telling only takes note of the time; the timer, when due, looks at that and goes on for what
 * is left. So a busy connector costs one timer run for each timeout that passes.
 */
final class IdleTimer implements ReactorTimer.Target {
  private final ReactorCore core;
  private final WatchedConnector watched;
  private final long timeoutNanos;

  private volatile long since; // when it was told something; written by who tells
  private volatile boolean isDue; // set by the runner, unset by who tells
  private volatile boolean hasEnded;
  private volatile @Nullable ReactorTimer timer; // written by the runner, after the first time

  private IdleTimer(ReactorCore core, WatchedConnector watched, long timeoutNanos) {
    this.core = core;
    this.watched = watched;
    this.timeoutNanos = timeoutNanos;
    this.since = core.now();
  }

  static IdleTimer start(ReactorCore core, WatchedConnector watched, long timeoutNanos) {
    IdleTimer timer = new IdleTimer(core, watched, timeoutNanos);
    timer.goOn(timer.since);
    return timer;
  }

  private void goOn(long from) {
    ReactorTimer next = core.timers().schedule(from + timeoutNanos, 0, 1, this);
    timer = next;
    if (hasEnded) { // who ended it may have seen the one before
      next.cancel();
    }
  }

  boolean isDue() {
    return isDue;
  }

  /** Something is told. */
  void restart() {
    since = core.now();
    isDue = false;
  }

  void end() {
    hasEnded = true;
    ReactorTimer next = timer;
    if (next != null) {
      next.cancel();
    }
  }

  /** The runner's. */
  @Override
  public void expired(ReactorTimer timer, long now) {
    if (!timer.begin(now) || hasEnded) {
      return;
    }
    long last = since;
    if (now - last < timeoutNanos) {
      goOn(last);
      return;
    }
    isDue = true;
    goOn(now);
    watched.idle(now);
  }
}
