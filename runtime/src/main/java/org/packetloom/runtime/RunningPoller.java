// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.packetloom.PollerStatistics;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;

/**
 * A poller and whether it still runs.
 *
 * <p>The thread that runs it calls {@link #poll} over and over; every other method is for anyone.
 */
final class RunningPoller {
  private static final System.Logger LOG = System.getLogger("org.packetloom");

  private static final VarHandle WAITS;
  private static final VarHandle EVENTS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      WAITS = lookup.findVarHandle(RunningPoller.class, "waits", long.class);
      EVENTS = lookup.findVarHandle(RunningPoller.class, "events", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Events that are told before their threads run, or their handlers: what telling has fetched of a
   * connection is at hand then. More of them would push it out of the nearest cache.
   */
  private static final int GROUP = 8;

  private final Poller poller;

  /** Set once, when the poller failed or was stopped. */
  private volatile boolean stopped;

  // counted by the running thread, which is one at a time; read by any through WAITS and EVENTS
  private long waits;
  private long events;

  private boolean hasUntold; // the runner's

  RunningPoller(Poller poller) {
    this.poller = poller;
  }

  /** The poller of a descriptor: always the same one, as long as it lives. */
  static Poller spread(List<RunningPoller> pollers, int descriptor) {
    // descriptors come in steps of two where both ends are in one process: spread by a hash
    int start = (descriptor * 0x9E3779B9 >>> 16) % pollers.size();
    for (int i = 0; i < pollers.size(); i++) {
      RunningPoller candidate = pollers.get((start + i) % pollers.size());
      if (candidate.isAlive()) {
        return candidate.poller;
      }
    }
    return pollers.get(start).poller;
  }

  Poller poller() {
    return poller;
  }

  boolean isAlive() {
    return !stopped;
  }

  /** The caller, a platform thread, runs it from now on. */
  void own() {
    poller.own();
  }

  /** Waits for events, at most so long, and tells them. */
  int poll(long timeoutNanos) throws PollerException {
    int found = poller.await(timeoutNanos);
    count(found);
    if (found > 0) {
      poller.dispatch();
    }
    return found;
  }

  /**
   * As {@link Poller#await}, for a runner that goes on without its poller: if that fails, everyone
   * who depends on it is told, and from then on the runner parks instead.
   */
  int awaitOrPark(long timeoutNanos, Object blocker) {
    if (isAlive()) {
      try {
        int found = poller.await(timeoutNanos);
        count(found);
        return found;
      } catch (Throwable e) {
        fail(e);
      }
    } else if (timeoutNanos > 0) {
      LockSupport.parkNanos(blocker, timeoutNanos);
    } else if (timeoutNanos < 0) {
      LockSupport.park(blocker);
    }
    return 0;
  }

  private void count(int found) {
    WAITS.setOpaque(this, waits + 1);
    if (found > 0) {
      EVENTS.setOpaque(this, events + found);
    }
  }

  /** What several have done so far. */
  static List<PollerStatistics> statistics(List<RunningPoller> pollers) {
    return IntStream.range(0, pollers.size()).mapToObj(i -> pollers.get(i).statistics(i)).toList();
  }

  private PollerStatistics statistics(int number) {
    return new PollerStatistics(
        poller.name() + "-" + number,
        isAlive(),
        (long) WAITS.getOpaque(this),
        (long) EVENTS.getOpaque(this));
  }

  /**
   * Tells a group of the events of the last wait, for a runner that has those run whom they concern
   * before it tells the next.
   */
  void tell() {
    hasUntold = dispatch(GROUP);
  }

  /** Tells the next group, if there are more to tell; whether there were. */
  boolean tellRest() {
    if (!hasUntold) {
      return false;
    }
    tell();
    return true;
  }

  /** Whether there are more to tell; the runner's, others may be told what was. */
  boolean hasUntold() {
    return hasUntold;
  }

  /** Tells the events of the last wait, for such a runner. */
  void dispatch() {
    while (dispatch(Integer.MAX_VALUE)) {}
  }

  /** Tells so many of them that were not told yet; whether there are more. */
  boolean dispatch(int most) {
    try {
      return poller.dispatch(most);
    } catch (Throwable e) {
      fail(e);
      return false;
    }
  }

  /** Ends the wait of such a runner. */
  void wake(@Nullable Thread runner) {
    if (isAlive()) {
      poller.wake();
    }
    if (!isAlive()) { // it may have parked since
      LockSupport.unpark(runner);
    }
  }

  /** Has the running thread leave its loop. */
  void stop() {
    stopped = true;
    poller.wake();
  }

  /** The running thread cannot go on: everyone who depends on it is told. */
  void fail(Throwable cause) {
    stopped = true;
    LOG.log(System.Logger.Level.ERROR, "poller " + poller.name() + " failed", cause);
    poller.fail(cause);
  }
}
