// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.PollerException;

/**
 * Watches pollers that no poller can watch, by waiting in each on a platform thread.
 *
 * <p>A poller has one runner at a time; it is handed over and back. The poller's thread stores the
 * request and unparks the watcher, which waits in the poller, keeps the events, stores the answer
 * and unparks the poller's thread, which tells the events.
 */
final class BlockingMaster implements VirtualPollerThreads.Master {
  private final Map<RunningPoller, Watch> watches = new IdentityHashMap<>(); // filled before start

  private static final class Watch {
    private final RunningPoller poller;
    private final Thread thread;

    /** The thread that has handed the poller over, null while it runs the poller itself. */
    private volatile @Nullable Thread waiting;

    /** Events kept by the last wait; ordered by {@link #waiting}. */
    private int events;

    /** What ended the wait, null if nothing did; ordered by {@link #waiting}. */
    private @Nullable Throwable failure;

    Watch(RunningPoller poller, int number) {
      this.poller = poller;
      this.thread =
          Thread.ofPlatform().daemon().name("packetloom-master-" + number).unstarted(this::run);
    }

    private void run() {
      while (poller.isAlive()) {
        Thread owner = waiting;
        if (owner == null) {
          LockSupport.park(this);
          continue;
        }
        try {
          events = poller.poller().await(-1);
        } catch (Throwable e) {
          failure = e;
        }
        waiting = null;
        LockSupport.unpark(owner);
      }
      Thread owner = waiting;
      waiting = null;
      if (owner != null) {
        LockSupport.unpark(owner);
      }
    }
  }

  @Override
  public void start(List<RunningPoller> pollers) {
    for (RunningPoller poller : pollers) {
      watches.put(poller, new Watch(poller, watches.size()));
    }
    watches.values().forEach(watch -> watch.thread.start());
  }

  @Override
  public void awaitEvents(List<RunningPoller> pollers) throws PollerException {
    RunningPoller poller = pollers.getFirst(); // a guest is never with it
    Watch watch = watches.get(poller);
    if (watch == null) {
      throw new IllegalArgumentException("a poller that is not watched");
    }
    watch.events = 0;
    watch.waiting = Thread.currentThread();
    LockSupport.unpark(watch.thread);
    // a watcher that is ending may have missed the request, but not before the poller was stopped
    while (watch.waiting != null && poller.isAlive()) {
      LockSupport.park(this);
    }
    if (watch.waiting != null) {
      return; // stopped; the watcher may still be in the poller
    }
    Throwable failure = watch.failure;
    if (failure != null) {
      throw new PollerException("await: " + failure);
    }
    if (watch.events > 0) {
      poller.poller().dispatch();
    }
  }

  @Override
  public void close() {
    for (Watch watch : watches.values()) {
      LockSupport.unpark(watch.thread);
      Joining.join(watch.thread);
    }
  }

  @Override
  public String toString() {
    return "packetloom-master";
  }
}
