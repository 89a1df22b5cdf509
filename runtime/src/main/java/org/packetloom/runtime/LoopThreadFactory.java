// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.packetloom.spi.ServingTask;

/** Makes the virtual threads of loops. Safe for use by any thread. */
final class LoopThreadFactory implements ThreadFactory {
  /** The name of every thread: a number in it would cost each an object, and they have an id. */
  static final String NAME = "packetloom";

  /** Of a task, the JDK's factory for its scheduler, which is made once for each of these. */
  private final Function<Runnable, ThreadFactory> factories;

  private LoopThreadFactory(Function<Runnable, ThreadFactory> factories) {
    this.factories = factories;
  }

  /**
   * Threads that get their home when they begin, or, where the JDK does not allow that, have one
   * loop after the other for a home; but one that serves a connection is made near the peer.
   */
  static LoopThreadFactory spreading(Loops loops) {
    List<ThreadFactory> starting = loops.all().stream().map(LoopThreadFactory::on).toList();
    List<ThreadFactory> settling =
        loops.all().stream().map(Settling::new).map(LoopThreadFactory::on).toList();
    return new LoopThreadFactory(
        task -> {
          Loop near = task instanceof ServingTask serving ? loops.near(serving) : null;
          return near == null ? starting.get(loops.next().number()) : settling.get(near.number());
        });
  }

  /** Threads whose home is the loop of a group. */
  static LoopThreadFactory together(Loops loops, Object group) {
    ThreadFactory home = on(loops.of(group).resident());
    return new LoopThreadFactory(_ -> home);
  }

  private static ThreadFactory on(Executor scheduler) {
    return VirtualThreads.builder(scheduler).name(NAME).factory();
  }

  @Override
  public Thread newThread(Runnable task) {
    return factories.apply(task).newThread(task);
  }
}
