// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.ArrayList;
import java.util.List;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;

/**
 * Runs each poller on a virtual thread of the JDK's scheduler, a {@link PollerRunner}: the engine
 * {@code virtual}. While they have nothing to do a {@link Master} on platform threads watches for
 * them.
 */
final class VirtualPollerThreads implements PollerThreads {
  private final List<RunningPoller> pollers;
  private final Master master;
  private final List<Thread> threads;

  private VirtualPollerThreads(List<RunningPoller> pollers, Master master, int together) {
    this.pollers = pollers;
    this.master = master;
    this.threads = runners(together).stream().map(PollerRunner::thread).toList();
  }

  /**
   * Over any master.
   *
   * @param together how many pollers share what there is to do: 1, or 2 if the master can watch two
   *     for one thread
   */
  static VirtualPollerThreads over(List<RunningPoller> pollers, Master master, int together) {
    return new VirtualPollerThreads(pollers, master, together);
  }

  /** Over a master that is itself a poller, and owned from now on. */
  static VirtualPollerThreads nested(List<RunningPoller> pollers, Poller master) {
    return over(pollers, new NestedMaster(master), 2);
  }

  /** For pollers that no other poller can watch. */
  static VirtualPollerThreads blocking(List<RunningPoller> pollers) {
    return over(pollers, new BlockingMaster(), 1);
  }

  /** Watches pollers on behalf of their threads. */
  interface Master extends AutoCloseable {
    /** Begins to watch; before any thread parks. */
    void start(List<RunningPoller> pollers);

    /**
     * Parks the calling thread, which runs the pollers, until one of them has events or is woken.
     *
     * @param pollers the thread's own, and perhaps its guest
     * @throws PollerException if its own cannot be watched; if that goes for the guest, the guest
     *     has failed
     */
    void awaitEvents(List<RunningPoller> pollers) throws PollerException;

    /** Ends the watch; every parked thread is woken. */
    @Override
    void close();
  }

  private List<PollerRunner> runners(int together) {
    List<PollerRunner> runners = new ArrayList<>();
    PollerPair pair = new PollerPair();
    for (int i = 0; i < pollers.size(); i++) {
      int seat = i % together;
      if (seat == 0) {
        pair = new PollerPair();
      }
      runners.add(new PollerRunner("packetloom-poller-" + i, pollers.get(i), master, pair, seat));
      if (seat == 1) {
        PollerRunner.join(runners.get(i - 1), runners.get(i));
      }
    }
    return runners;
  }

  @Override
  public void start() {
    master.start(pollers);
    threads.forEach(Thread::start);
  }

  @Override
  public void close() {
    pollers.forEach(RunningPoller::stop);
    threads.forEach(Joining::join);
    master.close();
  }
}
