// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/** Makes the virtual threads of loops. Safe for use by any thread. */
final class LoopThreadFactory implements ThreadFactory {
  /** The name of every thread: a number in it would cost each an object, and they have an id. */
  static final String NAME = "packetloom";

  private final Supplier<Executor> schedulers;

  private LoopThreadFactory(Supplier<Executor> schedulers) {
    this.schedulers = schedulers;
  }

  /**
   * Threads that get their home when they begin, or, where the JDK does not allow that, have one
   * loop after the other for a home.
   */
  static LoopThreadFactory spreading(Loops loops) {
    return new LoopThreadFactory(loops::next);
  }

  /** Threads whose home is the loop of a group. */
  static LoopThreadFactory together(Loops loops, Object group) {
    Executor home = loops.of(group).resident();
    return new LoopThreadFactory(() -> home);
  }

  @Override
  public Thread newThread(Runnable task) {
    return VirtualThreads.builder(schedulers.get()).name(NAME).unstarted(task);
  }
}
