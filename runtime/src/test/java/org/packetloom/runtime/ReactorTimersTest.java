// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.suite.Seed;

/** When timers of a reactor are due. */
class ReactorTimersTest extends ReactorTimersFixture {
  @Test
  void runsAtTheFirstTickNotBeforeItsTime() {
    var target = new Recorded();
    long due = now + 5 * MILLI;
    once(5 * MILLI, target);
    runTo(due - 1);
    assertThat(target.runs).isEmpty();
    runTo(due + TICK);
    assertThat(target.runs).hasSize(1);
    assertThat(target.runs.getFirst()).isBetween(due, due + TICK);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, -HOUR, Long.MIN_VALUE + 1})
  void whatIsDueAlreadyRunsAtOnce(long delay) {
    runFor(HOUR);
    var target = new Recorded();
    ReactorTimer timer = once(delay, target);
    runFor(TICK);
    assertThat(target.runs).hasSize(1);
    assertThat(timer.isActive()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE / 2})
  void whatIsFarAwayWaits(long delay) {
    runFor(HOUR);
    var target = new Recorded();
    ReactorTimer timer = once(delay, target);
    ReactorTimer repeated = timers.schedule(now, delay, -1, new Recorded());
    runFor(100 * HOUR);
    assertThat(target.runs).isEmpty();
    assertThat(repeated.runs()).isEqualTo(1);
    assertThat(timers.pending()).isEqualTo(2);
    assertThat(timer.cancel()).isTrue();
    assertThat(repeated.cancel()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE - SECOND, Long.MIN_VALUE, -SECOND, 0})
  void theClockMayBeginAndOverflowAnywhere(long origin) {
    now = origin;
    timers = new ReactorTimers(() -> now, () -> wakes++);
    var target = new Recorded();
    timers.schedule(now + 2 * SECOND, SECOND, 2, target);
    runFor(4 * SECOND);
    assertThat(target.runs).hasSize(2);
    assertThat(target.runs.get(0) - origin).isBetween(2 * SECOND, 2 * SECOND + TICK);
    assertThat(target.runs.get(1) - origin).isBetween(3 * SECOND, 3 * SECOND + TICK);
  }

  @Test
  void timersOfOneDelayRunInTheOrderInWhichTheyWereScheduled() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      once(500 * MILLI, (timer, time) -> order.add(number));
    }
    runFor(SECOND);
    assertThat(order).hasSize(100).isSorted();
  }

  @Test
  void whatIsScheduledAfterALongSleepIsInTime() {
    for (long sleep : new long[] {SECOND, HOUR, 30 * HOUR}) {
      runFor(sleep);
      var target = new Recorded();
      long due = now + 20 * HOUR;
      once(20 * HOUR, target);
      now += HOUR; // the runner was busy elsewhere
      runTo(due + TICK);
      assertThat(target.runs).hasSize(1);
      assertThat(target.runs.getFirst()).isBetween(due, due + TICK);
    }
  }

  @Test
  void anyMixtureIsNeverEarlyAndAtMostATickLate() {
    Random random = Seed.random();
    Set<ReactorTimer> live = new HashSet<>();
    Queue<ReactorTimer> some = new ArrayDeque<>();
    for (int step = 0; step < 20_000; step++) {
      long delay = random.nextLong() >>> 1 + random.nextInt(40) + 18;
      long due = now + delay;
      ReactorTimer made =
          once(
              delay,
              (timer, time) -> {
                assertThat(time).as("seed %d", Seed.VALUE).isBetween(due, due + TICK);
                assertThat(timer.begin(time)).isTrue();
                assertThat(live.remove(timer)).as("ran twice or after cancel").isTrue();
              });
      live.add(made);
      some.add(made);
      if (random.nextBoolean()) {
        ReactorTimer old = some.remove();
        assertThat(old.cancel()).as("seed %d", Seed.VALUE).isEqualTo(live.remove(old));
      }
      runFor(random.nextLong(random.nextInt(10) == 0 ? 100 * TICK : TICK));
    }
    assertThat(timers.pending()).isEqualTo(live.size());
    runTo(Long.MAX_VALUE / 2);
    assertThat(live).as("seed %d", Seed.VALUE).isEmpty();
  }

  @Test
  void repeatsAtAFixedRateAsOftenAsAsked() {
    var target = new Recorded();
    long first = now + 3 * MILLI;
    ReactorTimer timer = timers.schedule(first, 10 * MILLI, 5, target);
    runFor(SECOND);
    assertThat(target.runs).hasSize(5);
    for (int k = 0; k < 5; k++) {
      long due = first + k * 10 * MILLI;
      assertThat(target.runs.get(k)).isBetween(due, due + TICK);
    }
    assertThat(timer.runs()).isEqualTo(5);
    assertThat(timer.isActive()).isFalse();
    assertThat(timers.pending()).isZero();
  }

  @Test
  void repeatsForEver() {
    var target = new Recorded();
    timers.schedule(now + SECOND, SECOND, -1, target);
    runFor(1_000 * SECOND + TICK);
    assertThat(target.runs).hasSize(1_000);
  }

  @Test
  void twoTimersOfOneTargetRunBoth() {
    var target = new Recorded();
    long start = now;
    once(MILLI, target);
    once(300 * MILLI, target);
    runFor(SECOND);
    assertThat(target.runs).hasSize(2);
    assertThat(target.runs.get(1) - start).isGreaterThanOrEqualTo(300 * MILLI);
  }

  @Test
  void aLateTimerRunsOnceAndGoesOnOnItsGrid() {
    var target = new Recorded();
    long first = now + 10 * MILLI;
    ReactorTimer timer = timers.schedule(first, 10 * MILLI, 3, target);
    now += 45 * MILLI; // nobody looked: due four times
    runFor(2 * TICK);
    assertThat(target.runs).hasSize(1);
    runTo(first + 40 * MILLI - 1);
    assertThat(timer.runs()).as("what was skipped does not count").isEqualTo(1);
    runFor(SECOND);
    assertThat(target.runs.subList(1, 3))
        .satisfiesExactly(
            at -> assertThat(at).isBetween(first + 40 * MILLI, first + 40 * MILLI + TICK),
            at -> assertThat(at).isBetween(first + 50 * MILLI, first + 50 * MILLI + TICK));
  }

  @Test
  void ofTheTimesThatPassWhileItsHandlerRunsOneGetsARun() {
    List<ReactorTimer> queue = new ArrayList<>();
    long first = now + 10 * MILLI;
    timers.schedule(first, 10 * MILLI, -1, (timer, time) -> queue.add(timer));
    runTo(first + TICK);
    assertThat(queue.getFirst().begin(now)).isTrue();
    runTo(first + 35 * MILLI);
    assertThat(queue).as("not handed over while it runs").hasSize(1);
    queue.getFirst().ended(now);
    runFor(2 * TICK);
    assertThat(queue).as("the late run").hasSize(2);
    assertThat(queue.get(1).begin(now)).isTrue();
    queue.get(1).ended(now);
    runTo(first + 40 * MILLI - 1);
    assertThat(queue).hasSize(2);
    runTo(first + 40 * MILLI + TICK);
    assertThat(queue).hasSize(3);
  }
}
