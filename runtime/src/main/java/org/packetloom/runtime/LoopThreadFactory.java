// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes virtual threads that get their home when they begin, or, where the JDK does not allow that,
 * have one loop after the other for a home.
 */
final class LoopThreadFactory implements ThreadFactory {
  private final Loops loops;
  private final AtomicLong count = new AtomicLong();

  LoopThreadFactory(Loops loops) {
    this.loops = loops;
  }

  @Override
  public Thread newThread(Runnable task) {
    return VirtualThreads.builder(loops.next())
        .name("packetloom-" + count.getAndIncrement())
        .unstarted(task);
  }
}
