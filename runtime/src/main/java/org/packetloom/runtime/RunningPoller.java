// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

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
