// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.packetloom.Deadline;
import org.packetloom.event.Event;

/** Wakes the runner of a reactor and waits until it has seen that; see {@link ReactorCore}. */
final class PostedEvent implements Event {
  private final ReactorCore core;
  private final BooleanSupplier isRunner; // whether the calling thread takes the steps
  private final ParkSpot spot;
  private final Timers timers;

  /**
   * At a reactor.
   *
   * @param spot is signalled when posts were seen, and closed with the reactor
   */
  PostedEvent(ReactorCore core, BooleanSupplier isRunner, ParkSpot spot, Timers timers) {
    this.core = core;
    this.isRunner = isRunner;
    this.spot = spot;
    this.timers = timers;
  }

  @Override
  public void post() throws IOException {
    boolean unused = post(Deadline.NONE);
  }

  @Override
  public boolean post(Deadline deadline) throws IOException {
    if (isRunner.getAsBoolean()) {
      throw new IllegalStateException("post: it is the calling thread that would have to see it");
    }
    long until = timers.at(deadline);
    try (ParkSpot.Waiting waiting = spot.begin("post event")) {
      long number = core.post();
      return waiting.awaitUntil(() -> core.seen() >= number, until);
    }
  }

  @Override
  public void wake() {
    if (spot.isOpen()) {
      long unused = core.post();
    }
  }
}
