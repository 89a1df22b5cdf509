// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * Watches pollers through a poller: their descriptors are readable while they have events.
 *
 * <p>One platform thread waits in the master poller. A poller's thread announces itself, arms the
 * descriptor for one event and parks; the event, or one that was there already, unparks it. It may
 * do so for two pollers at once. If the master dies, every thread is woken and fails its own
 * poller.
 */
final class NestedMaster implements VirtualPollerThreads.Master {
  private final RunningPoller master;
  private final Map<RunningPoller, Watch> watches = new IdentityHashMap<>(); // filled before start
  private final Thread thread;

  NestedMaster(Poller master) {
    this.master = new RunningPoller(master);
    this.thread = Thread.ofPlatform().daemon().name("packetloom-master").unstarted(this::run);
  }

  private static final class Watch implements Readiness {
    private volatile boolean hasEvents;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Thread parked;
    private @Nullable Transfer transfer; // set before the threads start

    @Override
    public void ready(int events) {
      hasEvents = true;
      wake();
    }

    @Override
    public void failed(Throwable cause) {
      failure = cause;
      wake();
    }

    private void wake() {
      Thread waiting = parked;
      if (waiting != null) {
        LockSupport.unpark(waiting);
      }
    }
  }

  @Override
  public void start(List<RunningPoller> pollers) {
    for (RunningPoller poller : pollers) {
      Watch watch = new Watch();
      int descriptor = poller.poller().descriptor().orElseThrow();
      Transfer transfer = master.poller().attach(descriptor, DescriptorKind.POLLER, watch);
      watch.transfer = transfer;
      int result = transfer.register();
      if (result < 0) {
        watch.failed(new PollerException("cannot watch poller: error " + -result));
      }
      watches.put(poller, watch);
    }
    thread.start();
  }

  private void run() {
    try {
      while (master.isAlive()) {
        master.poll(-1);
      }
    } catch (Throwable e) {
      master.fail(e);
    }
  }

  @Override
  public void awaitEvents(List<RunningPoller> pollers) throws PollerException {
    RunningPoller own = pollers.getFirst();
    arm(own);
    RunningPoller guest = pollers.getLast();
    if (guest != own) {
      armOrFail(guest);
    }
    Watch ownWatch = watch(own);
    Watch guestWatch = watch(guest);
    while (!ownWatch.hasEvents && !guestWatch.hasEvents && own.isAlive() && guest.isAlive()) {
      Throwable failure = ownWatch.failure;
      if (failure != null) {
        throw new PollerException("the master poller failed: " + failure);
      }
      LockSupport.park(this);
    }
    ownWatch.parked = null;
    guestWatch.parked = null;
  }

  /** The guest's failure is not that of the thread which runs it. */
  private void armOrFail(RunningPoller guest) {
    try {
      arm(guest);
    } catch (PollerException e) {
      guest.fail(e);
    }
  }

  private void arm(RunningPoller poller) throws PollerException {
    Watch watch = watch(poller);
    if (watch.transfer == null) {
      throw new IllegalArgumentException("a poller that is not watched");
    }
    watch.parked = Thread.currentThread();
    watch.hasEvents = false;
    int result = watch.transfer.arm(Transfer.READ, 0);
    if (result < 0) {
      throw new PollerException("cannot arm poller: error " + -result);
    }
  }

  private Watch watch(RunningPoller poller) {
    Watch watch = watches.get(poller);
    if (watch == null) {
      throw new IllegalArgumentException("a poller that is not watched");
    }
    return watch;
  }

  @Override
  public void close() {
    master.stop();
    Joining.join(thread);
    for (Watch watch : watches.values()) {
      if (watch.transfer != null) {
        watch.transfer.deregister(true);
      }
    }
    master.poller().close();
  }

  @Override
  public String toString() {
    return "packetloom-master";
  }
}
