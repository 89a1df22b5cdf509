// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;

/**
 * A poller and whether it still runs.
 *
 * <p>The thread that runs it calls {@link #poll} over and over; every other method is for anyone.
 */
final class RunningPoller {
  private static final System.Logger LOG = System.getLogger("org.packetloom");

  private final Poller poller;

  /** Set once, when the poller failed or was stopped. */
  private volatile boolean stopped;

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

  /** Waits for events, at most so long, and tells them. */
  int poll(long timeoutNanos) throws PollerException {
    int events = poller.await(timeoutNanos);
    if (events > 0) {
      poller.dispatch();
    }
    return events;
  }

  /**
   * As {@link Poller#await}, for a runner that goes on without its poller: if that fails, everyone
   * who depends on it is told, and from then on the runner parks instead.
   */
  int awaitOrPark(long timeoutNanos, Object blocker) {
    if (isAlive()) {
      try {
        return poller.await(timeoutNanos);
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

  /** Tells the events of the last wait, for such a runner. */
  void dispatch() {
    try {
      poller.dispatch();
    } catch (Throwable e) {
      fail(e);
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
