// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
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
import org.packetloom.suite.Await;
import org.packetloom.suite.Seed;

class ReactorTimersTest {
  private static final long TICK = 1L << 20;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;
  private static final long HOUR = 3_600 * SECOND;

  /** The time, which stands still until it is moved. */
  private long now = 7 * SECOND;

  private int wakes;
  private ReactorTimers timers = new ReactorTimers(() -> now, () -> wakes++);

  /** Where runs begin at once and end at once, and when they did. */
  private final class Recorded implements ReactorTimer.Target {
    private final List<Long> runs = new ArrayList<>();

    @Override
    public void expired(ReactorTimer timer, long time) {
      if (timer.begin(now)) {
        runs.add(now);
        timer.ended(now);
      }
    }
  }

  /** Moves the clock as the runner would: from sleep to sleep. */
  private void runTo(long time) {
    while (true) {
      timers.advance(now);
      long sleep = timers.beginSleep();
      timers.endSleep();
      if (sleep > time - now) {
        now = time;
        return;
      }
      now += sleep;
    }
  }

  private void runFor(long nanos) {
    runTo(now + nanos);
  }

  private ReactorTimer once(long nanos, ReactorTimer.Target target) {
    return timers.schedule(now + nanos, 0, 0, target);
  }

  // ---- when

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

  // ---- repetition

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

  // ---- the end

  @Test
  void whatIsCancelledDoesNotRun() {
    var target = new Recorded();
    ReactorTimer timer = once(MILLI, target);
    assertThat(timer.isActive()).isTrue();
    assertThat(timer.cancel()).isTrue();
    assertThat(timer.cancel()).isFalse();
    assertThat(timer.isActive()).isFalse();
    runFor(SECOND);
    assertThat(target.runs).isEmpty();
    assertThat(timers.pending()).isZero();
  }

  @Test
  void whatIsCancelledBeforeItsHandlerStartsDoesNotRun() {
    List<ReactorTimer> queue = new ArrayList<>();
    ReactorTimer timer = once(MILLI, (due, time) -> queue.add(due));
    runFor(SECOND);
    assertThat(queue).containsExactly(timer);
    assertThat(timer.cancel()).isTrue();
    assertThat(timer.begin(now)).isFalse();
    assertThat(timer.runs()).isZero();
  }

  @Test
  void aHandlerCanCancelItsTimer() {
    var timer =
        timers.schedule(
            now,
            MILLI,
            -1,
            (due, time) -> {
              assertThat(due.begin(time)).isTrue();
              assertThat(due.cancel()).isTrue();
              due.ended(time);
            });
    runFor(SECOND);
    assertThat(timer.runs()).isEqualTo(1);
    assertThat(timer.isActive()).isFalse();
  }

  @Test
  void theLastRunCannotBeCancelled() {
    List<Boolean> cancelled = new ArrayList<>();
    once(
        MILLI,
        (due, time) -> {
          assertThat(due.begin(time)).isTrue();
          assertThat(due.isActive()).isFalse();
          cancelled.add(due.cancel());
          due.ended(time);
        });
    runFor(SECOND);
    assertThat(cancelled).containsExactly(false);
  }

  @Test
  void thoseOfATargetAreCancelledWhereverTheyAre() {
    List<ReactorTimer> queue = new ArrayList<>();
    ReactorTimer.Target target = (timer, time) -> queue.add(timer);
    var other = new Recorded();
    timers.schedule(now, SECOND, -1, target); // runs
    runFor(TICK);
    assertThat(queue.getFirst().begin(now)).isTrue();
    once(0, target); // handed over
    runFor(TICK);
    for (long delay = MILLI; delay < 100 * HOUR; delay *= 2) {
      once(delay, target);
      once(delay, other);
    }
    int others = timers.pending() / 2;
    assertThat(timers.cancelAll(timer -> timer.receiver() == target)).isEqualTo(others + 2);
    assertThat(timers.cancelAll(timer -> timer.receiver() == target)).isZero();
    assertThat(timers.pending()).isEqualTo(others);
    assertThat(queue.get(1).begin(now)).isFalse();
    queue.getFirst().ended(now);
    runFor(200 * HOUR);
    assertThat(queue).hasSize(2);
    assertThat(other.runs).hasSize(others);
  }

  @Test
  void schedulingAndCancellingForEverHoldsNothing() {
    once(HOUR, new Recorded());
    List<WeakReference<ReactorTimer>> some = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      ReactorTimer timer = once(HOUR, new Recorded());
      if (i % 1_000 == 0) {
        some.add(new WeakReference<>(timer));
        once(HOUR, new Recorded());
      }
      timer.cancel();
    }
    assertThat(timers.pending()).isEqualTo(101);
    Await.until(
        "the cancelled ones are collected",
        () -> {
          System.gc();
          return some.stream().allMatch(each -> each.refersTo(null));
        });
  }

  @Test
  void whatHasRunIsNotHeld() {
    List<WeakReference<ReactorTimer>> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      all.add(new WeakReference<>(once(i * MILLI, new Recorded())));
    }
    runFor(2 * SECOND);
    Await.until(
        "they are collected",
        () -> {
          System.gc();
          return all.stream().allMatch(each -> each.refersTo(null));
        });
    assertThat(timers.pending()).isZero();
  }

  // ---- the runner

  @Test
  void onlyWhatIsEarlierWakesTheRunner() {
    once(HOUR, new Recorded());
    assertThat(timers.beginSleep()).isPositive();
    once(2 * HOUR, new Recorded());
    assertThat(wakes).isZero();
    once(SECOND, new Recorded());
    assertThat(wakes).isEqualTo(1);
    once(2 * SECOND, new Recorded());
    assertThat(wakes).isEqualTo(1);
    timers.endSleep();
    once(MILLI, new Recorded());
    assertThat(wakes).isEqualTo(1);
    assertThat(timers.beginSleep()).isLessThanOrEqualTo(2 * TICK);
  }

  @Test
  void schedulingAndCancellingAllTheTimeWakesTheRunnerRarely() {
    assertThat(timers.beginSleep()).isEqualTo(Long.MAX_VALUE);
    int handled = 0;
    long wakeUpTime = Long.MAX_VALUE;
    for (int i = 0; i < 100_000; i++) {
      once(30 * SECOND, new Recorded()).cancel();
      now += MILLI;
      if (wakes > handled || now >= wakeUpTime) {
        handled = wakes;
        timers.endSleep();
        timers.advance(now);
        long sleep = timers.beginSleep();
        wakeUpTime = sleep == Long.MAX_VALUE ? sleep : now + sleep;
      }
    }
    assertThat(wakes).as("in 100 s").isLessThan(12);
  }

  @Test
  void manyThatAreDueAtOnceAreHandedOverInParts() {
    var target = new Recorded();
    for (int i = 0; i < 50_000; i++) {
      once(MILLI, target);
    }
    now += SECOND;
    int calls = 0;
    do {
      assertThat(timers.advance(now)).isLessThan(20_000);
      calls++;
      timers.endSleep();
    } while (timers.beginSleep() == 0);
    assertThat(target.runs).hasSize(50_000);
    assertThat(calls).isGreaterThan(2);
  }

  @SuppressWarnings("try") // restores the log
  @Test
  void aRunThatCannotBeHandedOverTakesNoOtherAlong() throws Exception {
    var target = new Recorded();
    ReactorTimer.Target broken =
        (timer, time) -> {
          throw new OutOfMemoryError("provoked");
        };
    try (var silence = new Silence()) {
      once(MILLI, target);
      ReactorTimer lost = once(MILLI, broken);
      ReactorTimer repeated = timers.schedule(now + MILLI, MILLI, 3, broken);
      once(MILLI, target);
      runFor(3 * TICK);
      assertThat(target.runs).hasSize(2);
      assertThat(lost.isActive()).isFalse();
      assertThat(repeated.isActive()).isTrue();
    }
  }
}
