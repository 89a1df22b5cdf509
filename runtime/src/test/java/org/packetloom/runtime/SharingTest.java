// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Task;

/** A loop with nothing to do helps one that has more to do than it can. */
class SharingTest extends LoopTest {
  private static final int THREADS = 60;
  private static final long WORK_NANOS = 200_000;

  /** How often a thread ran elsewhere than at home. */
  private final AtomicInteger helped = new AtomicInteger();

  private final AtomicInteger done = new AtomicInteger();

  /** Makes threads that live in one loop. */
  private static ThreadFactory livingWith(Loop home) {
    return VirtualThreads.builder(home.resident()).name("resident-", 0).factory();
  }

  private static Loop aLoop(Packetloom loom) {
    return Task.start(loom.threadFactory(), () -> Carrier.current().loop()).result();
  }

  private static void work() {
    long end = System.nanoTime() + WORK_NANOS;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  /** What threads wait for that are to go on all at once: a latch wakes one after the other. */
  private static final class Gate {
    private volatile boolean isOpen;

    void await() {
      while (!isOpen) {
        LockSupport.park();
      }
    }

    void open(List<? extends Task<?>> waiting) {
      isOpen = true;
      waiting.forEach(task -> LockSupport.unpark(task.thread()));
    }
  }

  /** Lets all threads of one loop compute a little, beginning at the same time. */
  private void keepBusy(Packetloom loom) {
    Loop home = aLoop(loom);
    ThreadFactory threads = livingWith(home);
    Gate begin = new Gate();
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      tasks.add(
          Task.start(
              threads,
              () -> {
                begin.await();
                work();
                helped.addAndGet(here() == home.number() ? 0 : 1);
                done.incrementAndGet();
                Thread.sleep(Duration.ofNanos(1)); // parks: the way home
                return null;
              }));
    }
    tasks.forEach(task -> task.awaitParked());
    begin.open(tasks);
    tasks.forEach(Task::result);
  }

  @Test
  void aLoopThatSleepsTakesThreadsOfABusyOne() throws Exception {
    try (Packetloom loom = openLoops(2)) {
      Deadline limit = Deadline.after(Await.LIMIT);
      int rounds = 0;
      while (rounds < Scale.rounds(10) || helped.get() == 0 && !limit.hasPassed()) {
        keepBusy(loom);
        rounds++;
      }
      assertThat(done).hasValue(rounds * THREADS);
      assertThat(helped.get()).as(loom.dump()).isPositive();
      assertThat(dumped(loom, "taken from others")).isGreaterThanOrEqualTo(helped.get());
      awaitQuiet(loom, 2);
      awaitNoThreads(loom);
    }
  }

  @Test
  void withoutSharingEveryThreadStays() throws Exception {
    try (Packetloom loom = openLoops(2, "packetloom.loop.sharing", "off")) {
      for (int round = 0; round < Scale.rounds(10); round++) {
        keepBusy(loom);
      }
      assertThat(done).hasValue(Scale.rounds(10) * THREADS);
      assertThat(helped).hasValue(0);
      assertThat(dumped(loom, "taken from others")).isZero();
    }
  }

  @Test
  void aThreadThatWasTakenGoesHomeAfterItParked() throws Exception {
    try (Packetloom loom = openLoops(2)) {
      Loop home = aLoop(loom);
      ThreadFactory threads = livingWith(home);
      Deadline limit = Deadline.after(Await.LIMIT);
      while (helped.get() == 0) {
        assertThat(limit.hasPassed()).as("nobody helps: " + loom.dump()).isFalse();
        Gate begin = new Gate();
        List<Gate> ends = new ArrayList<>();
        List<Task<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          Gate end = new Gate();
          ends.add(end);
          tasks.add(Task.start(threads, () -> moveAbout(begin, end, home)));
        }
        tasks.forEach(task -> task.awaitParked());
        begin.open(tasks);
        tasks.forEach(task -> task.awaitParked());
        for (int i = 0; i < THREADS; i++) { // one at a time: nothing to share
          ends.get(i).open(List.of(tasks.get(i)));
          assertThat(tasks.get(i).result()).isEqualTo(home.number());
        }
      }
    }
  }

  private int moveAbout(Gate begin, Gate end, Loop home) {
    begin.await();
    work();
    int worked = here();
    helped.addAndGet(worked == home.number() ? 0 : 1);
    end.await();
    return here();
  }
}
