// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Registration;
import org.packetloom.event.Repetition;

/**
 * One handler of a connector. It is a task of its own where the handlers of a connector may run at
 * once; otherwise {@link WatchedConnector} calls it.
 *
 * <p>Whoever runs it, one thread at a time, alone uses {@code spent} and what is told.
 */
final class ConnectorRegistration extends ReactorTask implements Registration {
  /** What is told once to each registration. */
  private static final long TOLD_ONCE = Events.OPEN | Events.CLOSE | Events.ERROR;

  private static final VarHandle ACTIVE;
  private static final VarHandle TOLD;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      ACTIVE = lookup.findVarHandle(ConnectorRegistration.class, "active", boolean.class);
      TOLD = lookup.findVarHandle(ConnectorRegistration.class, "told", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ReactorCore core;
  private final WatchedConnector watched;
  private final EventHandler handler;
  private final Repetition repetition;

  private volatile long events; // written by any thread
  private volatile boolean active = true; // unset through ACTIVE
  private volatile long spent; // of TOLD_ONCE, what was told; written by who runs it
  private volatile long told; // by tell(), and no call has it yet; changed through TOLD
  private volatile long occurred; // what is to be told, if it runs by itself; written by its parent

  private volatile @Nullable IdleTimer idle; // null as long as there is no idle timeout

  ConnectorRegistration(
      ReactorCore core,
      WatchedConnector watched,
      long events,
      EventHandler handler,
      Repetition repetition) {
    super(core.queue());
    this.core = core;
    this.watched = watched;
    this.events = events;
    this.handler = handler;
    this.repetition = repetition;
  }

  /** What it still wants to be told; nothing if it has ended. */
  long wanted() {
    return active ? events & ~spent : 0;
  }

  /**
   * Whether there is nothing to a call of it but the call.
   *
   * @param lasting what is to be told once, together with what is found next
   */
  boolean isPlain(long lasting) {
    return active
        && repetition == Repetition.ALWAYS
        && idle == null
        && (events & ~spent & lasting) == 0;
  }

  EventHandler handler() {
    return handler;
  }

  boolean isOf(EventHandler other) {
    return handler == other;
  }

  /** What of the connector's events concerns it now, its own included. */
  long concerned(long found) {
    IdleTimer timer = idle;
    long own = timer != null && timer.isDue() ? Events.TIMEOUT : 0;
    return (found | own) & wanted() | (active ? told : 0);
  }

  // ---- calls

  /** Calls the handler with events of {@link #concerned}. */
  void call(long concerned, long nanoTime) {
    if (repetition == Repetition.ONCE && !cancel()) {
      return; // just cancelled by another
    }
    long once = concerned & TOLD_ONCE;
    if (once != 0) { // a volatile store costs more than the look
      spent |= once; // one writer at a time
      watched.choosePlain();
    }
    if (told != 0) {
      TOLD.getAndBitwiseAnd(this, ~concerned);
    }
    IdleTimer timer = idle;
    if (timer != null) {
      timer.restart();
    }
    Telling telling =
        new Telling(concerned, watched.connector(), this, nanoTime, watched.failure());
    core.calls().call(handler, telling);
    if (repetition == Repetition.ON_REQUEST && !telling.isAgain()) {
      cancel();
    }
  }

  /** Has it run by itself; its parent learns of the end. */
  void submit(long concerned) {
    occurred = concerned;
    submit();
  }

  @Override
  boolean perform() {
    long told = occurred;
    if (told != 0) {
      occurred = 0;
      try {
        call(told, watched.foundAt());
      } finally {
        watched.ended();
      }
    }
    return true;
  }

  @Override
  boolean isUrgent() {
    return watched.isUrgent();
  }

  // ---- Registration

  @Override
  public long events() {
    return events;
  }

  @Override
  public Registration events(long mask) {
    events = Events.ensureOfConnector(mask);
    watched.changed();
    return this;
  }

  @Override
  public Registration idleTimeout(Duration timeout) {
    long nanos = Settings.nanos(timeout);
    IdleTimer before = idle;
    if (before != null) {
      before.end();
    }
    idle = nanos == 0 || !active ? null : IdleTimer.start(core, watched, nanos);
    watched.choosePlain();
    if (!active) {
      end();
    }
    return this;
  }

  @Override
  public boolean tell(long userEvents) {
    TOLD.getAndBitwiseOr(this, Events.ensureUser(userEvents));
    if (active) {
      watched.submit();
    }
    return active;
  }

  @Override
  public boolean isActive() {
    return active;
  }

  @Override
  public boolean cancel() {
    if (!end()) {
      return false;
    }
    watched.remove(this);
    return true;
  }

  /** Its connector cannot be watched any more; the handler is told, unless it had ended. */
  void endByItself() {
    if (end()) {
      core.calls()
          .tellEnd(handler, new Telling(Events.CLOSE, watched.connector(), this, core.now(), null));
    }
  }

  /** Ends it without a word to the connector; false if it had ended. */
  boolean end() {
    boolean was = (boolean) ACTIVE.getAndSet(this, false);
    IdleTimer timer = idle;
    if (timer != null) {
      timer.end();
    }
    return was;
  }

  @Override
  public String toString() {
    return Events.toString(events) + " of " + watched.connector();
  }
}
