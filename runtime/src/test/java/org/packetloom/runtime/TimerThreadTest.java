// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.Clock;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

class TimerThreadTest extends ToolkitTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();
  private static final long HOUR = Duration.ofHours(1).toNanos();

  /** Counts how often it expires. */
  private static class Counted extends Timeout {
    final AtomicLong expiries = new AtomicLong();

    @Override
    void expired() {
      expiries.incrementAndGet();
    }
  }

  private static final class Broken extends Timeout {
    private final CountDownLatch expired = new CountDownLatch(1);

    @Override
    void expired() {
      expired.countDown();
      throw new OutOfMemoryError("provoked");
    }
  }

  @SuppressWarnings("try") // restores the log
  @Test
  void anExpiryThatFailsTakesNoOtherAlong() throws Exception {
    try (var silence = new Silence();
        var thread = new TimerThread(Clock.SYSTEM)) {
      Timers timers = thread.timers();
      List<Counted> neighbours = new ArrayList<>();
      Broken broken = new Broken();
      long due = timers.now() + 5 * MILLI;
      for (int i = 0; i < 4; i++) {
        Counted before = new Counted();
        before.arm(due, timers);
        neighbours.add(before);
        if (i == 1) {
          broken.arm(due, timers);
        }
      }
      thread.start();
      broken.expired.await();
      for (Counted each : neighbours) {
        Await.until("neighbour expires", () -> each.expiries.get() > 0);
      }
      Counted later = new Counted();
      later.arm(timers.now() + MILLI, timers);
      Await.until("a later one expires", () -> later.expiries.get() > 0);
    }
  }

  @Test
  void whatWaitsInTheInboxForLaterCanBeMovedEarlier() throws Exception {
    try (var thread = new TimerThread(Clock.SYSTEM)) {
      Timers timers = thread.timers();
      Set<Thread> before = Thread.getAllStackTraces().keySet();
      thread.start();
      Thread owner =
          Thread.getAllStackTraces().keySet().stream()
              .filter(each -> each.getName().equals("packetloom-timer"))
              .filter(each -> !before.contains(each))
              .findFirst()
              .orElseThrow();
      new Counted().arm(timers.now() + HOUR, timers);
      Await.until(
          "the timer sleeps for an hour", () -> owner.getState() == Thread.State.TIMED_WAITING);
      Counted moved = new Counted();
      moved.arm(timers.now() + 2 * HOUR, timers);
      moved.arm(timers.now() + MILLI, timers);
      Await.until("expiry", () -> moved.expiries.get() > 0);
    }
  }

  @Test
  void whatManyThreadsArmAlwaysExpires() throws Exception {
    try (var thread = new TimerThread(Clock.SYSTEM)) {
      Timers timers = thread.timers();
      thread.start();
      List<Task<Void>> armers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Random random = new Random(Seed.VALUE + i);
        armers.add(startAction(() -> armAndAwait(timers, random, Scale.rounds(150))));
      }
      armers.forEach(Task::result);
    }
  }

  /** Arms, moves to and fro, and waits for the expiry of the last time that was set. */
  private static void armAndAwait(Timers timers, Random random, int rounds) {
    AtomicLong due = new AtomicLong(Timeout.NEVER);
    AtomicLong expiredAt = new AtomicLong();
    Timeout timeout =
        new Timeout() {
          @Override
          void expired() {
            expiredAt.set(timers.now());
          }
        };
    for (int i = 0; i < rounds; i++) {
      for (int moves = random.nextInt(4); moves >= 0; moves--) {
        due.set(timers.now() + random.nextLong(4 * MILLI));
        timeout.arm(due.get(), timers);
      }
      // expiries for earlier times may come as well
      Await.until("expiry", () -> expiredAt.get() >= due.get());
      if (random.nextBoolean()) {
        timeout.disarm();
      }
    }
  }
}
