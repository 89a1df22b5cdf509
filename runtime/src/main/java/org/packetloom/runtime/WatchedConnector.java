// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.packetloom.CapabilityException;
import org.packetloom.Connector;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Registration;
import org.packetloom.event.Repetition;

/**
 * A connector with registrations at a reactor: a task that calls their handlers, one after another.
 *
 * <p>What is found is in {@link Findings}; each registration remembers what of it was told.
 *
 * <p><b>Watching.</b> Only who holds the task (by running it, or by a claim) chooses what its
 * sources watch for. Where tasks are run by other threads than the one that watches, a source tells
 * once and is asked again at the end of the run: nothing is found while handlers run, and what they
 * left unread is found then. Who registers or cancels meanwhile says so in {@code isChanged}, then
 * tries to claim the task; who holds that takes it back, then looks at the registrations, and looks
 * whether it was said again when it holds the task no more. So one of them sees the change.
 *
 * <p><b>The end.</b> The connector tells just before its descriptor is closed, {@link #closing()}:
 * under the source lock the sources end, and from then on nobody asks them, whatever becomes of the
 * descriptor's number. The last run tells CLOSE and ends the registrations: one that has begun
 * after the end; another that goes on meanwhile is followed by it.
 */
final class WatchedConnector extends Findings {
  private static final ConnectorRegistration[] NONE = {};

  private final ReactorCore core;
  private final Connector connector;
  // null as long as there is none; set before it is used. Fields, as each line of memory counts
  private @Nullable WatchedSource source;
  private @Nullable WatchedSource second; // of a connector with a descriptor for each direction
  private long possible; // of READ and WRITE; set together with the sources
  private final Runnable closer = this::closing;

  private final ReentrantLock registrationsLock = new ReentrantLock();

  /** Replaced under registrationsLock, never changed; in order of registration. */
  private volatile ConnectorRegistration[] registrations = NONE;

  private final ReentrantLock sourcesLock = new ReentrantLock();

  private volatile boolean hasEnded; // set under sourcesLock; sources are asked no more
  private volatile boolean isChanged; // what is wanted; set by any thread

  /** Registrations that run by themselves, and one more while they are being started. */
  private final AtomicInteger outstanding = new AtomicInteger();

  private boolean isLastRun; // of those; ordered by outstanding

  WatchedConnector(ReactorCore core, Connector connector) {
    super(core.queue(), core.now());
    this.core = core;
    this.connector = connector;
  }

  /**
   * Adds a source.
   *
   * @param part what it tells of READ and WRITE
   */
  void add(WatchedSource added, long part) {
    possible |= part;
    if (source == null) {
      source = added;
    } else {
      second = added;
    }
  }

  Connector connector() {
    return connector;
  }

  Runnable closer() {
    return closer;
  }

  // ---- registrations

  /** Adds a registration; null if this has ended, and another has to be made. */
  @Nullable Registration register(long events, EventHandler handler, Repetition repetition)
      throws IOException {
    long moving = events & (Events.READ | Events.WRITE);
    if (moving != 0 && (moving & possible) == 0) {
      int unused = changed(); // it may have been begun for this one
      throw new CapabilityException(
          "watch " + connector + " for " + Events.toString(moving),
          "it is not open in this direction",
          "use it first, if it goes there");
    }
    var added = new ConnectorRegistration(core, this, events, handler, repetition);
    registrationsLock.lock();
    try {
      if (hasEnded) {
        return null;
      }
      ConnectorRegistration[] more = Arrays.copyOf(registrations, registrations.length + 1);
      more[more.length - 1] = added;
      registrations = more;
    } finally {
      registrationsLock.unlock();
    }
    int result = changed();
    if (result < 0) {
      boolean unused = added.cancel();
      throw core.failures().atOnce("watch", connector.toString(), result);
    }
    return added;
  }

  /** Cancels registrations; how many were active. */
  int cancel(Predicate<ConnectorRegistration> isMeant) {
    int count = 0;
    for (ConnectorRegistration each : registrations) {
      if (isMeant.test(each) && each.cancel()) {
        count++;
      }
    }
    return count;
  }

  /** Forgets a registration that has ended. */
  void remove(ConnectorRegistration ended) {
    registrationsLock.lock();
    try {
      registrations =
          Arrays.stream(registrations)
              .filter(each -> each != ended)
              .toArray(ConnectorRegistration[]::new);
    } finally {
      registrationsLock.unlock();
    }
    int unused = changed();
  }

  /**
   * What is wanted may have changed: asks the sources, unless a run will do so at its end.
   *
   * @return 0, or the negated error number
   */
  int changed() {
    isChanged = true;
    choosePlain();
    int result = 0;
    while (isChanged && tryClaim()) {
      try {
        result = Math.min(result, watch());
      } finally {
        release();
      }
    }
    return result;
  }

  /** Finds out whether there is one registration to be told the short way. */
  void choosePlain() {
    registrationsLock.lock();
    try {
      ConnectorRegistration[] all = registrations;
      boolean isAlone = all.length == 1 && core.told() != null && !core.isConcurrent();
      ConnectorRegistration only = isAlone && all[0].isPlain(lasting()) ? all[0] : null;
      forEachSource(each -> each.only(only));
    } finally {
      registrationsLock.unlock();
    }
  }

  @Override
  void released() {
    if (isChanged) { // too late for the run that has ended
      int result = changed();
      if (result < 0) {
        failed(core.failures().atOnce("watch", connector.toString(), result), core.now());
      }
    }
  }

  private long wanted() {
    long wanted = 0;
    for (ConnectorRegistration each : registrations) {
      wanted |= each.wanted();
    }
    return wanted;
  }

  /** The descriptor is about to be closed; called by its last user. */
  void closing() {
    if (endSources(Events.CLOSE)) {
      foundAt(core.now());
      core.remove(connector, this);
      submit();
    }
  }

  private void forEachSource(Consumer<WatchedSource> action) {
    Stream.of(source, second).filter(Objects::nonNull).forEach(action);
  }

  /** Ends watching; false if it had ended. */
  private boolean endSources(long last) {
    sourcesLock.lock();
    try {
      if (hasEnded) {
        return false;
      }
      last(last);
      hasEnded = true;
      forEachSource(each -> each.end(last == Events.CLOSE));
    } finally {
      sourcesLock.unlock();
    }
    return true;
  }

  /** Ends watching and all registrations, which are told nothing but that. */
  void discard() {
    boolean unused = endSources(0);
    core.discarded(this);
    forEachSource(each -> each.forget(closer));
    ConnectorRegistration[] last;
    registrationsLock.lock();
    try {
      last = registrations;
      registrations = NONE;
    } finally {
      registrationsLock.unlock();
    }
    choosePlain();
    for (ConnectorRegistration each : last) {
      each.endByItself();
    }
  }

  // ---- running

  @Override
  boolean perform() {
    return perform(0);
  }

  /**
   * Calls handlers at once; the thread that watches calls it.
   *
   * @return false if another thread is at it: they are called later then
   */
  boolean run(long events, long nanoTime) {
    if (!tryClaim()) {
      found(events, nanoTime);
      return false;
    }
    boolean isOver = true;
    try {
      note(events, nanoTime);
      isOver = perform(events);
    } finally {
      if (isOver) {
        endRun();
      }
    }
    return true;
  }

  private boolean perform(long events) {
    boolean isLast = failure() != null || hasEnded; // looked at before what they go with
    long all = events | take();
    return core.isConcurrent() ? startAll(all, isLast) : callAll(registrations, 0, all, isLast);
  }

  /** Calls handlers, one after another; whether that is over, or goes on in another task. */
  private boolean callAll(ConnectorRegistration[] each, int first, long all, boolean isLast) {
    for (int i = first; i < each.length; i++) {
      long concerned = concerned(each[i], all);
      if (concerned == 0) {
        continue;
      }
      if (core.calls().isEnding()) {
        int left = i;
        new FollowUp(core.queue(), () -> goOn(each, left, all, isLast)).submit();
        return false;
      }
      each[i].call(concerned, foundAt());
    }
    watchOrEnd(isLast);
    return true;
  }

  /** Goes on with what is left because a handler has failed; the task is held meanwhile. */
  private void goOn(ConnectorRegistration[] each, int first, long all, boolean isLast) {
    if (callAll(each, first, all, isLast)) {
      endRun();
    }
  }

  /** What a registration is to be told: a failure of watching in any case. */
  private long concerned(ConnectorRegistration registration, long all) {
    boolean isFailure = failure() != null && registration.isActive();
    return registration.concerned(all) | (isFailure ? Events.ERROR : 0);
  }

  private boolean startAll(long all, boolean isLast) {
    isLastRun = isLast;
    outstanding.set(1);
    for (ConnectorRegistration each : registrations) {
      long concerned = concerned(each, all);
      if (concerned != 0) {
        outstanding.incrementAndGet();
        each.submit(concerned);
      }
    }
    if (outstanding.decrementAndGet() > 0) {
      return false;
    }
    watchOrEnd(isLast);
    return true;
  }

  /** A registration that ran by itself has ended. */
  void ended() {
    if (outstanding.decrementAndGet() == 0) {
      watchOrEnd(isLastRun);
      endRun();
    }
  }

  private void watchOrEnd(boolean isLast) {
    if (isLast) {
      discard();
      return;
    }
    int result = watch();
    if (result < 0) {
      failed(core.failures().atOnce("watch", connector.toString(), result), core.now());
    }
  }

  /**
   * Has the sources watch for what is wanted, or ends if nobody wants anything; called by who holds
   * the task.
   */
  private int watch() {
    if (isChanged) {
      isChanged = false;
    }
    if (registrations.length == 0 && discardIfUnused()) {
      return 0;
    }
    long wanted = wanted();
    int result = Math.min(watch(source, wanted), watch(second, wanted));
    if ((wanted & lasting()) != 0) {
      submit();
    }
    return result;
  }

  private int watch(@Nullable WatchedSource one, long wanted) {
    if (one == null || one.isSettled(wanted)) {
      return 0;
    }
    sourcesLock.lock();
    try {
      return hasEnded ? 0 : one.watch(wanted);
    } finally {
      sourcesLock.unlock();
    }
  }

  /** Ends if there are no registrations; false if there is one after all. */
  private boolean discardIfUnused() {
    registrationsLock.lock();
    try {
      if (registrations.length > 0) {
        return false;
      }
      boolean unused = endSources(0);
    } finally {
      registrationsLock.unlock();
    }
    discard();
    return true;
  }

  @Override
  public String toString() {
    return "watched " + connector;
  }
}
