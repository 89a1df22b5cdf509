// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.packetloom.platform.Clock;

/**
 * Runs a {@link Wheel} on a platform thread of its own, for engines whose threads do not poll a
 * wheel themselves.
 *
 * <p>Entries come in through a queue of many producers. The thread says until when it sleeps
 * ({@code sleepsUntil}) and then looks at the queue once more before it parks; a producer offers
 * and then looks at {@code sleepsUntil}, and unparks the thread if its entry is due earlier. So
 * either the thread finds the entry or the producer finds the thread asleep.
 */
final class TimerThread implements Timers, AutoCloseable {
  /** Value of {@link #sleepsUntil} while the thread is awake and will look at the inbox anyway. */
  private static final long AWAKE = Long.MIN_VALUE;

  private final Clock clock;
  private final long epoch;
  private final Wheel wheel = new Wheel(); // the thread's alone
  private final MessagePassingQueue<Timeout> inbox = new MpscUnboundedAtomicArrayQueue<>(256);
  private final Thread thread;

  /** Written by the thread only. */
  private volatile long sleepsUntil = AWAKE;

  private volatile boolean closed;

  TimerThread(Clock clock) {
    this.clock = clock;
    this.epoch = clock.nanoTime();
    this.thread = Thread.ofPlatform().daemon().name("packetloom-timer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public long now() {
    return clock.nanoTime() - epoch;
  }

  @Override
  public long at(long nanoTime) {
    return nanoTime - epoch;
  }

  @Override
  public void submit(Timeout timeout, long time) {
    inbox.offer(timeout);
    hurry(time);
  }

  @Override
  public void hurry(long time) {
    if (time < sleepsUntil) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed) {
      long now = now();
      wheel.advance(now);
      for (Timeout timeout; (timeout = inbox.relaxedPoll()) != null; ) {
        timeout.received();
        wheel.visit(timeout, now);
      }
      sleep(wheel.nextVisit());
    }
  }

  private void sleep(long until) {
    sleepsUntil = until;
    if (inbox.isEmpty() && !closed) {
      if (until == Timeout.NEVER) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, until - now());
      }
    }
    sleepsUntil = AWAKE;
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
