// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WheelTest {
  private static final long TICK = 1L << 20;
  private static final long HOUR = 3_600_000_000_000L;

  private final Wheel wheel = new Wheel();
  private final Driven timers = new Driven();

  /** A wheel's owner whose clock stands still until it is moved. */
  private final class Driven implements Timers {
    private final ArrayDeque<Timeout> inbox = new ArrayDeque<>();
    private long now = 1;
    private int visits;

    @Override
    public long now() {
      return now;
    }

    @Override
    public long at(long nanoTime) {
      return nanoTime;
    }

    @Override
    public void submit(Timeout timeout, long time) {
      inbox.add(timeout);
    }

    @Override
    public void hurry(long time) {}

    void drain() {
      for (Timeout timeout; (timeout = inbox.poll()) != null; ) {
        timeout.received();
        wheel.visit(timeout, now);
      }
    }

    /** Moves the clock as the owning thread would: from visit to visit. */
    void runTo(long time) {
      drain();
      for (long next; (next = wheel.nextVisit()) <= time; ) {
        now = Math.max(now, next);
        visits++;
        wheel.advance(now);
        drain();
      }
      now = time;
      wheel.advance(now);
    }
  }

  private final class Recorded extends Timeout {
    private final List<Long> expiries = new ArrayList<>();

    @Override
    void expired() {
      expiries.add(timers.now);
      disarm();
    }
  }

  @Test
  void expiresAtTheFirstTickNotBeforeItsTime() {
    Recorded timeout = new Recorded();
    timeout.arm(5 * TICK + 7, timers);
    timers.runTo(5 * TICK + 6);
    assertThat(timeout.expiries).isEmpty();
    timers.runTo(7 * TICK);
    assertThat(timeout.expiries).containsExactly(6 * TICK);
  }

  @Test
  void whatIsDueAlreadyExpiresWhenItComesIn() {
    timers.runTo(100 * TICK);
    Recorded timeout = new Recorded();
    timeout.arm(99 * TICK, timers);
    timers.drain();
    assertThat(timeout.expiries).containsExactly(100 * TICK);
  }

  @Test
  void movingLaterIsFoundOnTheNextVisit() {
    Recorded timeout = new Recorded();
    timeout.arm(10 * TICK, timers);
    timers.drain();
    timeout.arm(5_000 * TICK, timers);
    assertThat(timers.inbox).as("moving later is a store").isEmpty();
    timers.runTo(4_999 * TICK);
    assertThat(timeout.expiries).isEmpty();
    timers.runTo(6_000 * TICK);
    assertThat(timeout.expiries).hasSize(1);
  }

  @Test
  void movingEarlierReachesTheOwner() {
    Recorded timeout = new Recorded();
    timeout.arm(50_000 * TICK, timers);
    timers.drain();
    timeout.arm(20 * TICK, timers);
    assertThat(timers.inbox).hasSize(1);
    timers.runTo(22 * TICK);
    assertThat(timeout.expiries).hasSize(1);
  }

  @Test
  void aDisarmedEntryLeavesAndCanBeArmedAgain() {
    Recorded timeout = new Recorded();
    timeout.arm(10 * TICK, timers);
    timers.drain();
    timeout.disarm();
    timers.runTo(100 * TICK);
    assertThat(timeout.expiries).isEmpty();
    assertThat(wheel.nextVisit()).isEqualTo(Timeout.NEVER);
    timeout.arm(200 * TICK, timers);
    timers.runTo(300 * TICK);
    assertThat(timeout.expiries).hasSize(1);
  }

  @Test
  void repeatedTimedWaitsCostAVisitEachTimeoutAndNotEachWait() {
    Recorded timeout = new Recorded();
    long thirtySeconds = 30_000_000_000L;
    for (long now = TICK; now < 4 * thirtySeconds; now += 10 * TICK) {
      timers.runTo(now);
      timeout.arm(now + thirtySeconds, timers);
      timers.drain();
      timeout.disarm();
      timeout.arm(now + thirtySeconds, timers);
    }
    assertThat(timeout.expiries).isEmpty();
    assertThat(timers.visits).isLessThan(30);
  }

  @Test
  void whatIsFartherThanTheWheelReachesExpiresInTime() {
    Recorded timeout = new Recorded();
    timeout.arm(20 * HOUR, timers);
    timers.runTo(20 * HOUR - 1);
    assertThat(timeout.expiries).isEmpty();
    timers.runTo(21 * HOUR);
    assertThat(timeout.expiries).hasSize(1);
    assertThat(timeout.expiries.getFirst()).isBetween(20 * HOUR, 20 * HOUR + TICK);
  }

  @Test
  void aFullBucketIsOpenedInPiecesThatMakeNothingLate() {
    List<Recorded> timeouts = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Recorded timeout = new Recorded();
      timeout.arm(1_000 * TICK + i % 100 * TICK / 4, timers);
      timeouts.add(timeout);
    }
    timers.drain();
    int calls = 0;
    while (!wheel.isEmpty()) {
      timers.now += wheel.nextVisit() > timers.now ? TICK / 2 : 0;
      wheel.advance(timers.now, 500);
      calls++;
    }
    assertThat(calls).isGreaterThan(2_000);
    for (int i = 0; i < timeouts.size(); i++) {
      long due = 1_000 * TICK + i % 100 * TICK / 4;
      assertThat(timeouts.get(i).expiries).hasSize(1);
      assertThat(timeouts.get(i).expiries.getFirst()).isBetween(due, due + 2 * TICK);
    }
  }

  @Test
  void randomMovesAreNeverEarlyAndAtMostATickLate() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Recorded> timeouts = new ArrayList<>();
    long[] due = new long[200];
    for (int i = 0; i < due.length; i++) {
      timeouts.add(new Recorded());
    }
    long now = 1;
    for (int step = 0; step < 20_000; step++) {
      int i = random.nextInt(due.length);
      Recorded timeout = timeouts.get(i);
      switch (random.nextInt(4)) {
        case 0 -> {
          timeout.disarm();
          due[i] = Timeout.NEVER;
        }
        default -> {
          due[i] = now + 1 + (random.nextLong() >>> 1 + random.nextInt(40) + 18);
          timeout.arm(due[i], timers);
        }
      }
      timeout.expiries.clear();
      long before = now;
      now += random.nextLong(random.nextInt(10) == 0 ? 1000 * TICK : 2 * TICK);
      timers.runTo(now);
      for (int k = 0; k < due.length; k++) {
        check(timeouts.get(k), due, k, before, now, seed);
      }
    }
  }

  private static void check(Recorded timeout, long[] due, int k, long before, long now, long seed) {
    long expected = due[k];
    Supplier<String> description =
        () -> "seed %d, due %d, %d..%d".formatted(seed, expected, before, now);
    for (long at : timeout.expiries) {
      assertThat(at).as(description).isBetween(due[k], Math.max(due[k], before) + TICK);
      due[k] = Timeout.NEVER;
    }
    timeout.expiries.clear();
    if (due[k] != 0 && due[k] != Timeout.NEVER && due[k] + TICK <= now) {
      assertThat(now).as(description).isLessThan(due[k] + TICK);
    }
  }
}
