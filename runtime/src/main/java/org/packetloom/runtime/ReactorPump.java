// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.packetloom.event.TaskDispatcher;

/**
 * Keeps tasks until the thread that pumps runs them, or hands them over: the pump mode of a
 * reactor.
 *
 * <p>What the pumping thread adds goes into a queue of its own. What others add goes through one of
 * many producers, and wakes the poller after: the pump looks there when its wait has ended, and
 * after saying that it waits no more, so nothing is left behind.
 */
final class ReactorPump implements ReactorQueue {
  private final @Nullable TaskDispatcher dispatcher; // null to run tasks here
  private final Deque<ReactorTask> ready = new ArrayDeque<>(); // the pumping thread's
  private final ToldHandles told = new ToldHandles(); // if tasks are run here
  private final Queue<ReactorTask> added = new MpscUnboundedAtomicArrayQueue<>(256);

  private Runnable wake = () -> {}; // set before it is used
  private volatile @Nullable Thread pumping; // null if nobody does

  ReactorPump(@Nullable TaskDispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  void wakeBy(Runnable means) {
    wake = means;
  }

  @Override
  public void add(ReactorTask task) {
    if (pumping == Thread.currentThread()) {
      ready.addLast(task);
    } else {
      added.add(task);
      wake.run();
    }
  }

  /** What the poller tells of, where tasks are run here. */
  ToldHandles told() {
    return told;
  }

  /** The calling thread pumps from now on, or nobody does. */
  void pumpedBy(@Nullable Thread thread) {
    pumping = thread;
  }

  boolean isPumping() {
    return pumping == Thread.currentThread();
  }

  int queued() {
    return told.size() + ready.size() + added.size();
  }

  /** Whether something can be run. */
  boolean hasReady() {
    return told.size() > 0 || !ready.isEmpty() || !added.isEmpty();
  }

  /** Runs, or hands over, what is ready by now; how many. */
  int run(HandlerCalls calls) {
    for (ReactorTask task; (task = added.poll()) != null; ) {
      ready.addLast(task);
    }
    return dispatcher == null ? runHere(calls) : handOver(dispatcher);
  }

  private int runHere(HandlerCalls calls) {
    int tasks = ready.size(); // those that become ready meanwhile have to wait
    told.runAll(calls);
    int done = told.takeDone();
    for (int left = tasks; left > 0 && !calls.isEnding(); left--) {
      ready.removeFirst().run();
      done++;
    }
    return done;
  }

  private int handOver(TaskDispatcher receiver) {
    int count = ready.size();
    if (count == 0) {
      return 0;
    }
    List<Runnable> urgent = new ArrayList<>();
    List<Runnable> others = new ArrayList<>();
    while (!ready.isEmpty()) {
      ReactorTask task = ready.removeFirst();
      (task.isUrgent() ? urgent : others).add(task);
    }
    try {
      if (!urgent.isEmpty()) {
        receiver.dispatch(urgent, true);
      }
    } finally {
      if (!others.isEmpty()) {
        receiver.dispatch(others, false);
      }
    }
    return count;
  }
}
