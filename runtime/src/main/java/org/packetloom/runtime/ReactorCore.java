// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.packetloom.Connector;
import org.packetloom.event.EventHandler;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.event.Registration;
import org.packetloom.event.Repetition;
import org.packetloom.platform.Clock;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Poller;

/**
 * The poller, the timers and the watched connectors of a reactor, and one step of watching them.
 *
 * <p>{@link #step} belongs to one thread at a time, the runner: the dispatcher's, or the one that
 * pumps. Everything else is for any thread.
 *
 * <p><b>Posts.</b> {@code posted} counts what was posted, {@code seen} what the runner has seen. It
 * loads {@code posted} before it asks the poller for what is ready, and stores that in {@code seen}
 * when all of it was told. A post counts, then wakes the poller: if the runner loaded the count
 * before, its wait ends early, it finds the counts to differ, and goes round once more without
 * waiting.
 */
final class ReactorCore {
  private final Platform platform;
  private final Failures failures;
  private final Clock clock;
  private final RunningPoller running;
  private final ReactorTimers timers;
  private final ReactorQueue queue;
  private final HandlerCalls calls;
  private final boolean isHandingOver;
  private final boolean isConcurrent;
  private final Runnable whenSeen;
  private final @Nullable ToldHandles told; // null if tasks are run by others than the runner
  private final ConcurrentMap<Connector, WatchedConnector> watched = new ConcurrentHashMap<>();

  /** Those whose registrations have not ended, be they closed or not. */
  private final Set<WatchedConnector> undiscarded = ConcurrentHashMap.newKeySet();

  private final AtomicLong posted = new AtomicLong();

  private final AtomicLong wakes = new AtomicLong(); // raised before the poller is woken
  private long wakesTaken; // the runner's; wakes that have ended a wait, or kept one from beginning
  private boolean wasBusy; // the runner's; the last wait found something
  private volatile long stepTime; // when the last wait ended; written by the runner
  private volatile boolean closed;
  private volatile long seen; // written by the runner
  private volatile @Nullable Thread runner; // who is to be unparked if the poller is dead

  /**
   * Over a poller that it owns.
   *
   * @param isHandingOver whether tasks are run by others than the runner
   * @param isConcurrent whether the handlers of one connector may run at once
   * @param whenSeen is run by the runner when posts were seen
   */
  ReactorCore(
      Engine engine,
      Poller poller,
      ReactorQueue queue,
      HandlerCalls calls,
      boolean isHandingOver,
      boolean isConcurrent,
      Runnable whenSeen) {
    this.platform = engine.platform();
    this.failures = engine.failures();
    this.clock = platform.clock();
    this.running = new RunningPoller(poller);
    this.timers = new ReactorTimers(clock, this::wake);
    this.queue = queue;
    this.told = !isHandingOver && queue instanceof ReactorPump pump ? pump.told() : null;
    this.calls = calls;
    this.isHandingOver = isHandingOver;
    this.isConcurrent = isConcurrent;
    this.whenSeen = whenSeen;
    this.stepTime = now();
  }

  ReactorQueue queue() {
    return queue;
  }

  /** What was told to the runner and is to be run by it; null if others run tasks. */
  @Nullable ToldHandles told() {
    return told;
  }

  HandlerCalls calls() {
    return calls;
  }

  Failures failures() {
    return failures;
  }

  Poller poller() {
    return running.poller();
  }

  ReactorTimers timers() {
    return timers;
  }

  boolean isHandingOver() {
    return isHandingOver;
  }

  boolean isConcurrent() {
    return isConcurrent;
  }

  long now() {
    return clock.nanoTime();
  }

  /** When the runner last looked. */
  long stepTime() {
    return stepTime;
  }

  int connectors() {
    return watched.size();
  }

  /** Whether an error number of a watch says that it is about a file, which is always ready. */
  boolean isAlwaysReady(int result) {
    return platform.errors().kind(-result) == ErrorKind.ACCESS;
  }

  // ---- registrations

  Registration register(
      Connector connector, long events, EventHandler handler, Repetition repetition)
      throws IOException {
    while (true) {
      WatchedConnector known = watched.get(connector);
      WatchedConnector target = known == null ? begin(connector) : known;
      Registration added = target.register(events, handler, repetition);
      if (added != null) {
        return added;
      }
      remove(connector, target);
    }
  }

  /** Begins to watch a connector, or finds the one who has begun just now. */
  private WatchedConnector begin(Connector connector) throws IOException {
    WatchedConnector fresh = new WatchedConnector(this, connector);
    undiscarded.add(fresh);
    try {
      WatchedSources.find(this, connector, fresh);
    } catch (Throwable e) {
      undiscarded.remove(fresh);
      throw e;
    }
    WatchedConnector before = watched.putIfAbsent(connector, fresh);
    if (before != null) {
      fresh.discard();
      return before;
    }
    if (closed) { // too late to be found by close(), which sets it before it looks
      fresh.discard();
      throw new ReactorClosedException("register");
    }
    return fresh;
  }

  int unregister(Connector connector, EventHandler handler) {
    WatchedConnector known = watched.get(connector);
    return known == null ? 0 : known.cancel(each -> each.isOf(handler));
  }

  int unregister(Connector connector) {
    WatchedConnector known = watched.get(connector);
    return known == null ? 0 : known.cancel(_ -> true);
  }

  void remove(Connector connector, WatchedConnector ended) {
    watched.remove(connector, ended);
  }

  void discarded(WatchedConnector ended) {
    remove(ended.connector(), ended);
    undiscarded.remove(ended);
  }

  // ---- the runner's

  /**
   * Waits until something is ready or due, and tells it.
   *
   * @param mostNanos the longest to wait; 0 not to wait, negative without limit
   * @return whether posts were seen
   */
  boolean step(long mostNanos) {
    long before = posted.get();
    if (!tryAwait(mostNanos)) {
      await(mostNanos, before);
    }
    return tell(before);
  }

  /** What was posted so far. */
  long posted() {
    return posted.get();
  }

  /**
   * Looks without waiting, which costs less, if there was something the last time.
   *
   * @return whether there is something; {@link #await} comes next if not, and else {@link #tell}
   */
  boolean tryAwait(long mostNanos) {
    if (!wasBusy || mostNanos == 0) {
      return false;
    }
    runner = Thread.currentThread();
    wasBusy = running.awaitOrPark(0, this) > 0;
    boolean wasWoken = takeWakes(); // the look has used them up
    return wasBusy || wasWoken;
  }

  /**
   * Waits until something is ready or due; {@link #tell} comes next, perhaps in another thread.
   *
   * @param before what was posted before
   */
  void await(long mostNanos, long before) {
    runner = Thread.currentThread();
    boolean isQuiet = timers.isQuiet();
    long most = isQuiet ? mostUnseen(mostNanos, before) : beginWait(mostNanos, before);
    wasBusy = running.awaitOrPark(takeWakes() ? 0 : most, this) > 0;
    if (!isQuiet) {
      timers.endSleep();
    }
  }

  /**
   * Tells what was found, and has most of it run if the runner runs it; the rest is in {@link
   * #told()}.
   *
   * @return whether posts were seen
   */
  boolean tell(long before) {
    long now = now();
    stepTime = now;
    ToldHandles here = told;
    if (here == null) {
      running.dispatch();
    } else {
      running.tell();
      while (running.hasUntold()) {
        here.runAll(calls);
        running.tell();
      }
    }
    if (!timers.isQuiet()) {
      int unused = timers.advance(now);
    }
    return see(before);
  }

  /** How long to wait; endSleep() of the timers must follow. */
  private long beginWait(long mostNanos, long before) {
    long nanos = timers.beginSleep();
    long most = mostUnseen(mostNanos, before);
    if (nanos == Timeout.NEVER) {
      return most;
    }
    return most < 0 ? nanos : Math.min(nanos, most);
  }

  /** Whether there were wakes since this was asked last: the next wait must not be one then. */
  private boolean takeWakes() {
    long all = wakes.get();
    boolean isAny = all != wakesTaken;
    wakesTaken = all;
    return isAny;
  }

  /** How long to wait as far as posts are concerned. */
  private long mostUnseen(long mostNanos, long before) {
    return before == seen ? mostNanos : 0;
  }

  private boolean see(long before) {
    if (before == seen) {
      return false;
    }
    seen = before;
    whenSeen.run();
    return true;
  }

  // ---- any thread's

  /** Wakes the runner; the number of this post, to be compared with {@link #seen()}. */
  long post() {
    long number = posted.incrementAndGet();
    wake();
    return number;
  }

  long seen() {
    return seen;
  }

  void wake() {
    wakes.incrementAndGet();
    running.wake(runner);
  }

  /**
   * Ends all registrations, timers and the poller; the runner is gone. Once every watched connector
   * has been discarded nobody asks the poller for anything any more.
   */
  void close() {
    closed = true;
    List<WatchedConnector> all = new ArrayList<>(undiscarded);
    all.forEach(WatchedConnector::discard);
    int unused = timers.cancelAll(_ -> true);
    poller().close();
  }
}
