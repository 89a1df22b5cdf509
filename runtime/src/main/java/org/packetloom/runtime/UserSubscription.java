// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.event.EventSubscription;
import org.packetloom.event.Events;

/**
 * User events that were fired and not taken yet.
 *
 * <p>Who fires sets the bits and then signals the park spot; who waits looks at the bits after it
 * has announced itself there.
 */
final class UserSubscription implements EventSubscription, UserReceiver {
  private final UserReceivers all;
  private final long events;
  private final Timers timers;
  private final ParkSpot spot;
  private final AtomicLong fired = new AtomicLong();

  private UserSubscription(Loom loom, UserReceivers all, long events) {
    this.all = all;
    this.events = events;
    this.timers = loom.engine().timers();
    this.spot = ParkSpot.open(loom, this, InterruptPolicy.KEEP_OPEN);
  }

  static UserSubscription open(Loom loom, UserReceivers all, long events) {
    UserSubscription subscription = new UserSubscription(loom, all, events);
    all.add(subscription);
    return subscription;
  }

  @Override
  public void fired(long mask, long nanoTime) {
    long concerned = mask & events;
    if (concerned != 0) {
      fired.accumulateAndGet(concerned, (before, more) -> before | more);
      spot.signal();
    }
  }

  @Override
  public long await() throws IOException {
    return await(Deadline.NONE);
  }

  @Override
  public long await(Deadline deadline) throws IOException {
    long until = timers.at(deadline);
    try (ParkSpot.Waiting waiting = spot.begin("await events")) {
      while (waiting.awaitUntil(() -> fired.get() != 0, until)) {
        long taken = poll();
        if (taken != 0) {
          return taken;
        }
      }
      return poll();
    }
  }

  @Override
  public long poll() {
    return fired.getAndSet(0);
  }

  @Override
  public void end() {
    close();
  }

  @Override
  public void close() {
    all.remove(this);
    spot.close();
  }

  @Override
  public String toString() {
    return Events.toString(events);
  }
}
