// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Makes the virtual threads of loops. Safe for use by any thread. */
final class LoopThreadFactory implements ThreadFactory {
  private final AtomicLong count; // for names
  private final Supplier<Executor> schedulers;

  private LoopThreadFactory(Supplier<Executor> schedulers, AtomicLong count) {
    this.count = count;
    this.schedulers = schedulers;
  }

  /**
   * Threads that get their home when they begin, or, where the JDK does not allow that, have one
   * loop after the other for a home.
   */
  static LoopThreadFactory spreading(Loops loops) {
    return new LoopThreadFactory(loops::next, loops.threadCount());
  }

  /** Threads whose home is the loop of a group. */
  static LoopThreadFactory together(Loops loops, Object group) {
    Executor home = loops.of(group).resident();
    return new LoopThreadFactory(() -> home, loops.threadCount());
  }

  @Override
  public Thread newThread(Runnable task) {
    return VirtualThreads.builder(schedulers.get())
        .name("packetloom-" + count.getAndIncrement())
        .unstarted(task);
  }
}
