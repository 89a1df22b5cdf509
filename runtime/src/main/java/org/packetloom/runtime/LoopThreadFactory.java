// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/** Makes the virtual threads of loops. Safe for use by any thread. */
final class LoopThreadFactory implements ThreadFactory {
  /** The name of every thread: a number in it would cost each an object, and they have an id. */
  static final String NAME = "packetloom";

  /** The JDK's of each scheduler, made once. */
  private final Supplier<ThreadFactory> factories;

  private LoopThreadFactory(Supplier<ThreadFactory> factories) {
    this.factories = factories;
  }

  /**
   * Threads that get their home when they begin, or, where the JDK does not allow that, have one
   * loop after the other for a home.
   */
  static LoopThreadFactory spreading(Loops loops) {
    List<ThreadFactory> all = loops.all().stream().map(LoopThreadFactory::on).toList();
    return new LoopThreadFactory(() -> all.get(loops.next().number()));
  }

  /** Threads whose home is the loop of a group. */
  static LoopThreadFactory together(Loops loops, Object group) {
    ThreadFactory home = on(loops.of(group).resident());
    return new LoopThreadFactory(() -> home);
  }

  private static ThreadFactory on(Executor scheduler) {
    return VirtualThreads.builder(scheduler).name(NAME).factory();
  }

  @Override
  public Thread newThread(Runnable task) {
    return factories.get().newThread(task);
  }
}
