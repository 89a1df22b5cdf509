// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.PollerException;

/**
 * Runs a poller on a virtual thread of the JDK's scheduler.
 *
 * <p>It polls without waiting, beside the threads that it wakes, on the same carriers: no hand-over
 * to another core. After events it yields, so that those run; without, it looks again a few times,
 * and then parks, and a {@link VirtualPollerThreads.Master} watches for it. It does not yield where
 * there was nothing: with an empty queue the scheduler takes that for work for one more carrier,
 * and wakes one.
 *
 * <p><b>Two of them</b> cost more than one where there is not enough to do for both: each finds few
 * events at a time, runs dry, and puts its carrier to sleep, again and again. So a runner that
 * finds nothing while its partner runs lends it its poller, as {@link PollerPair} says. The partner
 * gives it back as soon as it has found events in each round since it last parked, for as long as
 * its patience lasts: then there is enough for two.
 *
 * <p><b>Patience.</b> It parks in the midst of events too, once in a while: a carrier looks for
 * threads that came from elsewhere only when its own queue is empty. A thread that yields goes back
 * into that queue, and so do those that it wakes; two that answer each other through this poller
 * would keep it from ever being empty.
 */
final class PollerRunner implements Runnable {
  /** Polls in vain before parking, some five microseconds: about what parking costs. */
  private static final int EMPTY_POLLS = 20;

  /** How long there may be events before those who wait elsewhere get a chance. */
  private static final long PATIENCE_NANOS = 5_000_000;

  private final RunningPoller poller;
  private final VirtualPollerThreads.Master master;
  private final PollerPair pair;
  private final int seat;
  private final Thread thread;
  private @Nullable PollerRunner partner; // set before the threads start; null if it has none

  // of the thread
  private long parkedNanos; // when it last began anew
  private int emptyPolls; // in a row
  private boolean isSaturated; // no round without events since then

  /** In a seat of a pair, which may have nobody in the other. */
  PollerRunner(
      String name,
      RunningPoller poller,
      VirtualPollerThreads.Master master,
      PollerPair pair,
      int seat) {
    this.poller = poller;
    this.master = master;
    this.pair = pair;
    this.seat = seat;
    this.thread = Thread.ofVirtual().name(name).unstarted(this);
  }

  /** Makes partners of two in different seats of one pair, before they start. */
  static void join(PollerRunner one, PollerRunner other) {
    one.partner = other;
    other.partner = one;
  }

  Thread thread() {
    return thread;
  }

  @Override
  public void run() {
    try {
      pair.enter(seat);
      beginAnew();
      while (poller.isAlive()) {
        runRound();
      }
    } catch (Throwable e) {
      poller.fail(e);
    } finally {
      while (!pair.tryLeave(seat)) {
        giveBack();
      }
    }
  }

  private void beginAnew() {
    parkedNanos = System.nanoTime();
    emptyPolls = 0;
    isSaturated = true;
  }

  private void runRound() throws PollerException {
    boolean hasGuest = pair.isLent(PollerPair.other(seat));
    int found = poller.poll(0);
    if (hasGuest) {
      found += pollGuest();
    }
    if (found > 0) {
      found(hasGuest);
    } else {
      foundNothing(hasGuest);
    }
  }

  private void found(boolean hasGuest) throws PollerException {
    emptyPolls = 0;
    if (System.nanoTime() - parkedNanos < PATIENCE_NANOS) {
      Thread.yield();
      return;
    }
    if (hasGuest && isSaturated) {
      giveBack();
    }
    awaitEvents();
  }

  private void foundNothing(boolean hasGuest) throws PollerException {
    isSaturated = false;
    emptyPolls += hasGuest ? 2 : 1;
    if (pair.tryLend(seat)) {
      while (pair.isLent(seat)) { // the other gives it back if it fails or is stopped, too
        LockSupport.park(this);
      }
      beginAnew();
    } else if (emptyPolls > EMPTY_POLLS) {
      awaitEvents();
    }
  }

  /** Of both, if there is a guest. */
  private void awaitEvents() throws PollerException {
    if (pair.tryLeave(seat)) {
      master.awaitEvents(List.of(poller));
      pair.enter(seat);
    } else {
      master.awaitEvents(List.of(poller, guest()));
    }
    beginAnew();
  }

  /** If it fails, that is the guest's failure. */
  private int pollGuest() {
    RunningPoller guest = guest();
    if (guest.isAlive()) {
      try {
        return guest.poll(0);
      } catch (Throwable e) {
        guest.fail(e);
      }
    }
    giveBack();
    return 0;
  }

  /** Does nothing but wake the partner if it has its poller. */
  private void giveBack() {
    pair.giveBack(seat);
    LockSupport.unpark(partner().thread);
  }

  private RunningPoller guest() {
    return partner().poller;
  }

  private PollerRunner partner() {
    PollerRunner other = partner;
    if (other == null) {
      throw new IllegalStateException(this + " has no partner");
    }
    return other;
  }

  @Override
  public String toString() {
    return thread.getName();
  }
}
