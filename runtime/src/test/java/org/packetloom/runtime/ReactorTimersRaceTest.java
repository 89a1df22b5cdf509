// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.Clock;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** Threads that schedule and cancel, beside a runner and threads that run handlers. */
class ReactorTimersRaceTest extends ToolkitTest {
  private static final long MICRO = 1_000;

  private final LinkedBlockingQueue<ReactorTimer> queue = new LinkedBlockingQueue<>();
  private final ReactorTimers timers =
      new ReactorTimers(Clock.SYSTEM, () -> LockSupport.unpark(this.runner));
  private final Thread runner = Thread.ofPlatform().daemon().unstarted(this::advance);

  private volatile boolean isOver;

  private void advance() {
    while (!isOver) {
      timers.advance(System.nanoTime());
      long nanos = timers.beginSleep();
      if (nanos > 0) {
        LockSupport.parkNanos(nanos);
      }
      timers.endSleep();
    }
  }

  /** One timer's handler, which looks at what happens to it. */
  private final class Watched implements ReactorTimer.Target {
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicBoolean isRunning = new AtomicBoolean();
    private volatile boolean isCancelled;
    private volatile String complaint = "";

    @Override
    public void expired(ReactorTimer timer, long now) {
      queue.add(timer);
    }

    void run(ReactorTimer timer) {
      boolean wasCancelled = isCancelled;
      if (!timer.begin(System.nanoTime())) {
        return;
      }
      if (wasCancelled) {
        complaint = "started after it was cancelled";
      }
      if (!isRunning.compareAndSet(false, true)) {
        complaint = "runs twice at the same time";
      }
      starts.incrementAndGet();
      isRunning.set(false);
      timer.ended(System.nanoTime());
    }
  }

  private void runHandlers() throws InterruptedException {
    while (!isOver) {
      ReactorTimer timer = queue.take();
      if (timer.receiver() instanceof Watched watched) {
        watched.run(timer);
      }
    }
  }

  private void scheduleAndCancel(Random random, int rounds) {
    for (int i = 0; i < rounds; i++) {
      int count = 1 + random.nextInt(3);
      var watched = new Watched();
      long first = System.nanoTime() + random.nextLong(1_500 * MICRO);
      ReactorTimer timer = timers.schedule(first, 1 + random.nextLong(500 * MICRO), count, watched);
      if (random.nextInt(4) > 0) {
        LockSupport.parkNanos(random.nextLong(3_000 * MICRO));
      }
      String what = "seed " + Seed.VALUE + ", round " + i + " of " + count;
      if (timer.cancel()) {
        watched.isCancelled = true;
        long runs = timer.runs();
        assertThat(runs).as(what).isLessThan(count);
        Await.until(what + " ends", () -> watched.starts.get() == runs);
      } else {
        assertThat(timer.runs()).as(what).isEqualTo(count);
        Await.until(what + " ends", () -> watched.starts.get() == count);
      }
      assertThat(timer.isActive()).as(what).isFalse();
      assertThat(watched.complaint).as(what).isEmpty();
    }
  }

  @Test
  void eachTimerIsEitherCancelledOrRunsAsOftenAsAsked() {
    runner.start();
    var others = new ReactorTimer[2];
    for (int i = 0; i < others.length; i++) { // keeps the runner and the workers busy
      others[i] = timers.schedule(System.nanoTime(), 100 * MICRO, -1, new Watched());
    }
    List<Task<Void>> workers = new ArrayList<>();
    List<Task<Void>> schedulers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      workers.add(startAction(this::runHandlers));
    }
    for (int i = 0; i < 8; i++) {
      Random random = new Random(Seed.VALUE + i);
      schedulers.add(startAction(() -> scheduleAndCancel(random, Scale.rounds(150))));
    }
    schedulers.forEach(Task::result);
    for (ReactorTimer other : others) {
      assertThat(other.runs()).isPositive();
      assertThat(other.cancel()).isTrue();
    }
    assertThat(timers.pending()).isZero();
    assertThat(timers.cancelAll(timer -> true)).isZero();
    isOver = true;
    LockSupport.unpark(runner);
    workers.forEach(each -> queue.add(others[0]));
    workers.forEach(Task::result);
  }
}
