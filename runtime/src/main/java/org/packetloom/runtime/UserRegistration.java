// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Registration;

/** A handler of user events: called once for each firing, in order. */
final class UserRegistration extends ReactorTask implements Registration, UserReceiver {
  private final ReactorCore core;
  private final UserReceivers all;
  private final EventHandler handler;
  private final Queue<Firing> fired = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean active = new AtomicBoolean(true);

  private volatile long events; // written by any thread

  private record Firing(long events, long nanoTime) {}

  UserRegistration(ReactorCore core, UserReceivers all, long events, EventHandler handler) {
    super(core.queue());
    this.core = core;
    this.all = all;
    this.events = events;
    this.handler = handler;
  }

  @Override
  public void fired(long mask, long nanoTime) {
    long concerned = mask & events;
    if (concerned != 0 && active.get()) {
      fired.add(new Firing(concerned, nanoTime));
      submit();
    }
  }

  /** Calls the handler for one firing, so that others get their turn; again if there are more. */
  @Override
  boolean perform() {
    Firing next = active.get() ? fired.poll() : null;
    if (next != null) {
      core.calls().call(handler, new Telling(next.events(), null, this, next.nanoTime(), null));
      if (!fired.isEmpty()) {
        submit();
      }
    }
    return true;
  }

  @Override
  public long events() {
    return events;
  }

  @Override
  public Registration events(long mask) {
    events = Events.ensureUser(mask);
    return this;
  }

  @Override
  public Registration idleTimeout(Duration idle) {
    throw new UnsupportedOperationException("idle timeout of user events");
  }

  @Override
  public boolean tell(long userEvents) {
    if (!active.get()) {
      return false;
    }
    fired.add(new Firing(Events.ensureUser(userEvents), core.now()));
    submit();
    return true;
  }

  @Override
  public boolean isActive() {
    return active.get();
  }

  @Override
  public boolean cancel() {
    all.remove(this);
    return active.getAndSet(false);
  }

  @Override
  public void end() {
    boolean unused = cancel();
  }

  @Override
  public String toString() {
    return Events.toString(events) + " for " + handler;
  }
}
