// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.suite.Await;

/** How timers end, and what their runner sees of them. */
class ReactorTimersEndTest extends ReactorTimersFixture {
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
