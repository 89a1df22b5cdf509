// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.locks.LockSupport;
import org.packetloom.platform.Clock;

/**
 * Runs a {@link TimerQueue} on a platform thread of its own, for engines whose threads do not run
 * one themselves.
 */
final class TimerThread implements AutoCloseable {
  private final TimerQueue queue;
  private final Thread thread;

  private volatile boolean closed;

  TimerThread(Clock clock) {
    this.thread = Thread.ofPlatform().daemon().name("packetloom-timer").unstarted(this::run);
    this.queue = new TimerQueue(clock, clock.nanoTime(), () -> LockSupport.unpark(thread));
  }

  void start() {
    thread.start();
  }

  Timers timers() {
    return queue;
  }

  private void run() {
    while (!closed) {
      queue.run();
      long nanos = queue.beginSleep();
      if (nanos > 0 && !closed) {
        if (nanos == Timeout.NEVER) {
          LockSupport.park(this);
        } else {
          LockSupport.parkNanos(this, nanos);
        }
      }
      queue.endSleep();
    }
  }

  /** Ends the thread and waits for it; nothing expires afterwards. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    Joining.join(thread);
  }

  @Override
  public String toString() {
    return "packetloom-timer";
  }
}
