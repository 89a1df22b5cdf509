// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.ArrayList;
import java.util.List;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;

/**
 * Runs each poller on a virtual thread of the JDK's scheduler: the engine {@code virtual}.
 *
 * <p>Such a thread polls without waiting, beside the threads that it wakes, on the same carriers:
 * no hand-over to another core. When there is nothing it yields, and polls again, some twenty
 * times; only then does it park, and a {@link Master} on a platform thread watches for it.
 *
 * <p>It parks in the midst of events too, once in a while: a carrier looks for threads that came
 * from elsewhere only when its own queue is empty. A thread that yields goes back into that queue,
 * and so do those that it wakes; two that answer each other through this poller would keep it from
 * ever being empty.
 */
final class VirtualPollerThreads implements PollerThreads {
  /** Empty polls before parking: research showed 20 to win 2.4 times at one connection. */
  private static final int EMPTY_POLLS = 20;

  /** How long there may be events before those who wait elsewhere get a chance. */
  private static final long PATIENCE_NANOS = 5_000_000;

  private final List<RunningPoller> pollers;
  private final Master master;
  private final List<Thread> threads = new ArrayList<>();

  private VirtualPollerThreads(List<RunningPoller> pollers, Master master) {
    this.pollers = pollers;
    this.master = master;
    for (int i = 0; i < pollers.size(); i++) {
      RunningPoller poller = pollers.get(i);
      threads.add(Thread.ofVirtual().name("packetloom-poller-" + i).unstarted(() -> run(poller)));
    }
  }

  /** Over a master that is itself a poller, and owned from now on. */
  static VirtualPollerThreads nested(List<RunningPoller> pollers, Poller master) {
    return new VirtualPollerThreads(pollers, new NestedMaster(master));
  }

  /** For pollers that no other poller can watch. */
  static VirtualPollerThreads blocking(List<RunningPoller> pollers) {
    return new VirtualPollerThreads(pollers, new BlockingMaster());
  }

  /** Watches pollers on behalf of their threads. */
  interface Master extends AutoCloseable {
    /** Begins to watch; before any thread parks. */
    void start(List<RunningPoller> pollers);

    /** Parks the calling thread, which runs the poller, until the poller has events or is woken. */
    void awaitEvents(RunningPoller poller) throws PollerException;

    /** Ends the watch; every parked thread is woken. */
    @Override
    void close();
  }

  @Override
  public void start() {
    master.start(pollers);
    threads.forEach(Thread::start);
  }

  private void run(RunningPoller poller) {
    try {
      int empty = 0;
      long parked = System.nanoTime();
      while (poller.isAlive()) {
        boolean isBusy = poller.poll(0) > 0;
        empty = isBusy ? 0 : empty + 1;
        if (empty <= EMPTY_POLLS && System.nanoTime() - parked < PATIENCE_NANOS) {
          Thread.yield();
        } else {
          empty = 0;
          master.awaitEvents(poller);
          parked = System.nanoTime();
        }
      }
    } catch (Throwable e) {
      poller.fail(e);
    }
  }

  @Override
  public void close() {
    pollers.forEach(RunningPoller::stop);
    threads.forEach(Joining::join);
    master.close();
  }
}
