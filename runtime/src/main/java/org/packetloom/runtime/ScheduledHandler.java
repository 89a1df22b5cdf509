// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.jspecify.annotations.Nullable;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;

/** Calls a handler each time that its timer is due. */
final class ScheduledHandler extends ReactorTask implements ReactorTimer.Target {
  private final ReactorCore core;
  private final EventHandler handler;

  private volatile @Nullable ReactorTimer due; // the one that is; written by the runner

  ScheduledHandler(ReactorCore core, EventHandler handler) {
    super(core.queue());
    this.core = core;
    this.handler = handler;
  }

  boolean isOf(EventHandler other) {
    return handler == other;
  }

  @Override
  public void expired(ReactorTimer timer, long now) {
    due = timer;
    submit();
  }

  @Override
  boolean perform() {
    ReactorTimer timer = due;
    if (timer != null) {
      due = null;
      long now = core.now();
      if (timer.begin(now)) {
        core.calls().call(handler, new Telling(Events.TIMEOUT, null, null, now, null));
        timer.ended(core.now());
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "timer of " + handler;
  }
}
