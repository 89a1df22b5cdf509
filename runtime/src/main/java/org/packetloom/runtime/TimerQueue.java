// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.VarHandle;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.packetloom.platform.Clock;

/**
 * A {@link Wheel} that entries reach from any thread, and that one thread at a time runs.
 *
 * <p>Entries come in through a queue of many producers. The runner says until when it sleeps
 * ({@code sleepsUntil}) and then looks at the queue once more before it does; a producer offers and
 * then looks at {@code sleepsUntil}, and has the runner woken if its entry is due earlier. So
 * either the runner finds the entry or the producer finds the runner asleep.
 */
final class TimerQueue implements Timers {
  /** Value of {@link #sleepsUntil} while the runner is awake and will look at the inbox anyway. */
  private static final long AWAKE = Long.MIN_VALUE;

  private final Clock clock;
  private final long epoch;
  private final Runnable wake;
  private final Wheel wheel = new Wheel(); // the runner's
  private final MessagePassingQueue<Timeout> inbox = new MpscUnboundedAtomicArrayQueue<>(256);

  /** Written by the runner only. */
  private volatile long sleepsUntil = AWAKE;

  /**
   * Whose time begins at an epoch.
   *
   * @param epoch a point of the clock
   * @param wake ends the runner's sleep, from any thread
   */
  TimerQueue(Clock clock, long epoch, Runnable wake) {
    this.clock = clock;
    this.epoch = epoch;
    this.wake = wake;
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
    VarHandle.fullFence(); // the queue's stores are releases only, where it takes a new chunk
    hurry(time);
  }

  @Override
  public void hurry(long time) {
    if (time < sleepsUntil) {
      wake.run();
    }
  }

  // ---- the runner's

  /** Has expire what is due, and takes in what was submitted. */
  void run() {
    if (wheel.isEmpty() && inbox.isEmpty()) {
      return;
    }
    long now = now();
    wheel.advance(now);
    for (Timeout timeout; (timeout = inbox.relaxedPoll()) != null; ) {
      timeout.received();
      wheel.visit(timeout, now);
    }
  }

  /**
   * Says that the runner is about to sleep; {@link #endSleep} must follow.
   *
   * @return how long it may, {@link Timeout#NEVER} for any time, 0 if not at all
   */
  long beginSleep() {
    long until = wheel.nextVisit();
    sleepsUntil = until;
    if (!inbox.isEmpty()) {
      return 0;
    }
    return until == Timeout.NEVER ? until : Math.max(0, until - now());
  }

  void endSleep() {
    sleepsUntil = AWAKE;
  }

  /** Whether something is due, as seen by another thread than the runner. */
  boolean isLate() {
    return !inbox.isEmpty();
  }
}
