// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.packetloom.Connector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;
import org.packetloom.event.Event;
import org.packetloom.event.EventHandler;
import org.packetloom.event.EventSubscription;
import org.packetloom.event.Events;
import org.packetloom.event.PumpOption;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.event.ReactorStatistics;
import org.packetloom.event.ReadBuffers;
import org.packetloom.event.Registration;
import org.packetloom.event.Repetition;
import org.packetloom.event.Timer;
import org.packetloom.platform.Poller;

/** A reactor: checks what it is asked for, and hands it to its parts. */
final class RunningReactor implements Reactor {
  private final Loom loom;
  private final ReactorMode mode;
  private final ReactorCore core;
  private final ParkSpot spot; // of those who post; closed with the toolkit
  private final ReadBuffers readBuffers = new ReadBuffers();
  private final UserReceivers receivers = new UserReceivers();
  private final AtomicBoolean closed = new AtomicBoolean();

  private RunningReactor(Loom loom, ReactorMode mode, Poller poller, ReactorBuilder settings) {
    this.loom = loom;
    this.mode = mode;
    this.spot = ParkSpot.open(loom, "reactor", InterruptPolicy.KEEP_OPEN);
    this.core =
        new ReactorCore(
            loom.engine(),
            poller,
            mode.queue(),
            new HandlerCalls(settings.failureListener(), !settings.isHandingOver()),
            settings.isHandingOver(),
            settings.isConcurrent(),
            spot::signal);
  }

  /** Starts a reactor over a poller that is open, and owns it from now on, even if it throws. */
  static RunningReactor start(Loom loom, ReactorMode mode, Poller poller, ReactorBuilder settings)
      throws IOException {
    RunningReactor reactor = new RunningReactor(loom, mode, poller, settings);
    try {
      mode.start(reactor.core);
      reactor.spot.onClose(reactor::close);
      loom.ensureOpen("open reactor");
      return reactor;
    } catch (Throwable e) {
      reactor.close();
      throw e;
    }
  }

  private void ensureOpen(String operation) {
    if (closed.get()) {
      throw new ReactorClosedException(operation);
    }
  }

  /** Checks that what was made did not come too late to be found by close, or undoes it. */
  private void ensureStillOpen(String operation, Runnable undo) {
    if (closed.get()) {
      undo.run();
      ensureOpen(operation);
    }
  }

  // ---- connectors

  @Override
  public Registration register(
      Connector connector, long events, EventHandler handler, Repetition repetition)
      throws IOException {
    Objects.requireNonNull(connector, "connector");
    Events.ensureOfConnector(events);
    Objects.requireNonNull(handler, "handler");
    Objects.requireNonNull(repetition, "repetition");
    ensureOpen("register");
    Registration added = core.register(connector, events, handler, repetition);
    ensureStillOpen("register", added::cancel);
    return added;
  }

  @Override
  public int unregister(Connector connector, EventHandler handler) {
    Objects.requireNonNull(connector, "connector");
    return core.unregister(connector, Objects.requireNonNull(handler, "handler"));
  }

  @Override
  public int unregister(Connector connector) {
    return core.unregister(Objects.requireNonNull(connector, "connector"));
  }

  // ---- timers

  @Override
  public Timer once(Duration delay, EventHandler handler) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay: " + delay);
    }
    return schedule(core.now() + Settings.nanos(delay), 0, 1, handler);
  }

  @Override
  public Timer at(Deadline time, EventHandler handler) {
    return schedule(limited(time), 0, 1, handler);
  }

  @Override
  public Timer every(Deadline first, Duration interval, long count, EventHandler handler) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("interval: " + interval);
    }
    return schedule(limited(first), Settings.nanos(interval), count, handler);
  }

  private static long limited(Deadline time) {
    if (!time.isLimited()) {
      throw new IllegalArgumentException("time: " + time);
    }
    return time.nanoTime();
  }

  private Timer schedule(long first, long interval, long count, EventHandler handler) {
    Objects.requireNonNull(handler, "handler");
    ensureOpen("schedule");
    Timer timer =
        core.timers().schedule(first, interval, count, new ScheduledHandler(core, handler));
    ensureStillOpen("schedule", timer::cancel);
    return timer;
  }

  @Override
  public int cancelTimers(EventHandler handler) {
    Objects.requireNonNull(handler, "handler");
    return core.timers()
        .cancelAll(timer -> timer.receiver() instanceof ScheduledHandler own && own.isOf(handler));
  }

  // ---- user events

  @Override
  public Registration register(long userEvents, EventHandler handler) {
    Events.ensureUser(userEvents);
    Objects.requireNonNull(handler, "handler");
    ensureOpen("register");
    var registration = new UserRegistration(core, receivers, userEvents, handler);
    receivers.add(registration);
    ensureStillOpen("register", registration::cancel);
    return registration;
  }

  @Override
  public void fire(long userEvents) {
    Events.ensureUser(userEvents);
    ensureOpen("fire");
    receivers.fire(userEvents, core.now());
  }

  @Override
  public EventSubscription subscribe(long userEvents) {
    Events.ensureUser(userEvents);
    ensureOpen("subscribe");
    UserSubscription subscription = UserSubscription.open(loom, receivers, userEvents);
    if (closed.get()) { // it may have come too late to be found by close
      subscription.close();
    }
    return subscription;
  }

  // ---- connections

  @Override
  public ReadBuffers readBuffers() {
    return readBuffers;
  }

  @Override
  public Packetloom packetloom() {
    return loom;
  }

  // ---- pump and workers

  @Override
  public int processEvents(Duration timeout, PumpOption... options) {
    return mode.processEvents(timeout, options);
  }

  @Override
  public Event event() {
    return new PostedEvent(core, mode::isRunner, spot, loom.engine().timers());
  }

  @Override
  public void workers(int count) {
    ensureOpen("workers");
    mode.workers(count);
  }

  @Override
  public ReactorStatistics statistics() {
    int workers = mode.workers();
    int queued = mode.queued(); // first: who is taken from the queue meanwhile counts as active
    int active = mode.active();
    return new ReactorStatistics(
        workers,
        queued,
        active,
        Math.max(0, workers - active),
        core.calls().handled(),
        core.calls().failed(),
        core.connectors(),
        core.timers().pending());
  }

  @Override
  public String poller() {
    return core.poller().name();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      core.calls().stop();
      spot.close();
      receivers.closeAll();
      mode.close(core::close);
    }
  }

  @Override
  public String toString() {
    return "Reactor[" + poller() + ", " + mode.workers() + " workers]";
  }
}
