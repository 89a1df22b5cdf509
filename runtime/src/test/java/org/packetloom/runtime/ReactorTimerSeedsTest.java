// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.event.Timer;
import org.packetloom.suite.Await;

/** Handlers that are scheduled: lines D11 to D13 of what packeteer could. */
@EachPoller
class ReactorTimerSeedsTest extends ReactorContract {
  private static final Duration SHORT = Duration.ofMillis(5);
  private static final Duration HOUR = Duration.ofHours(1);

  /** A handler that notes how long after a moment it is called, in nanoseconds. */
  private EventHandler noteSince(long begin) {
    return o -> told.add(o.nanoTime() - begin);
  }

  private static Deadline now() {
    return Deadline.after(Duration.ZERO);
  }

  private static Deadline past(Duration ago) {
    return Deadline.atNanoTime(System.nanoTime() - ago.toNanos());
  }

  @Test
  void d11ADelayPassesBeforeTheHandlerIsCalledOnce() throws Exception {
    try (Reactor reactor = reactor(1).open()) {
      long begin = System.nanoTime();
      Timer timer = reactor.once(SHORT, noteSince(begin));
      assertThat((long) next()).isGreaterThanOrEqualTo(SHORT.toNanos());
      settleWorkers(reactor);
      assertThat(told).isEmpty();
      assertThat(timer.isActive()).isFalse();
      assertThat(timer.runs()).isEqualTo(1);
    }
  }

  @Test
  void d11ATimeIsKeptAndOneThatIsPastIsNow() throws Exception {
    try (Reactor reactor = pump()) {
      long begin = System.nanoTime();
      reactor.at(Deadline.atNanoTime(begin + SHORT.toNanos()), noteSince(begin));
      assertThat(reactor.processEvents(LONG)).isEqualTo(1);
      assertThat((long) next()).isGreaterThanOrEqualTo(SHORT.toNanos());
      reactor.at(past(HOUR), note());
      assertThat(reactor.processEvents(LONG)).isEqualTo(1);
      assertThat(next()).isEqualTo(Events.TIMEOUT);
    }
  }

  @Test
  void d11AnIntervalIsRepeatedUntilItIsCancelled() throws Exception {
    try (Reactor reactor = reactor(2).open()) {
      long begin = System.nanoTime();
      Deadline first = Deadline.atNanoTime(begin + SHORT.toNanos());
      Timer timer = reactor.every(first, SHORT, noteSince(begin));
      for (int run = 1; run <= 4; run++) {
        assertThat((long) next()).as("run %d", run).isGreaterThanOrEqualTo(run * SHORT.toNanos());
      }
      assertThat(timer.cancel()).isTrue();
      assertThat(timer.cancel()).isFalse();
      assertThat(reactor.statistics().timers()).isZero();
    }
  }

  @Test
  void d11ANegativeCountIsForEver() throws Exception {
    try (Reactor reactor = pump()) {
      Timer timer = reactor.every(now(), Duration.ofNanos(1), -7, note());
      for (int run = 1; run <= 50; run++) {
        assertThat(reactor.processEvents(LONG)).isEqualTo(1);
      }
      assertThat(timer.runs()).isEqualTo(50);
      assertThat(timer.isActive()).isTrue();
    }
  }

  @Test
  void d11ACountLimitsTheRunsAndZeroIsOnce() throws Exception {
    try (Reactor reactor = pump()) {
      for (int count : new int[] {0, 1, 3}) {
        Timer timer = reactor.every(now(), Duration.ofNanos(1), count, note());
        while (timer.isActive()) {
          reactor.processEvents(LONG);
        }
        assertThat(reactor.processEvents(Duration.ZERO)).isZero();
        assertThat(all()).as("count %d", count).hasSize(Math.max(1, count));
        assertThat(timer.runs()).isEqualTo(Math.max(1, count));
      }
    }
  }

  // On purpose: runs that were missed are one run, where each of them had been made up for.
  @Test
  void d11ManyRunsThatWereMissedAreOneAndTheRateIsKept() throws Exception {
    try (Reactor reactor = pump()) {
      Deadline first = past(HOUR.multipliedBy(10).plusMinutes(59));
      Timer timer = reactor.every(first, HOUR, 3, note());
      assertThat(reactor.processEvents(LONG)).isEqualTo(1);
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      assertThat(timer.runs()).isEqualTo(1);
      assertThat(timer.isActive()).as("two are left").isTrue();
    }
  }

  @Test
  void d11ATimerNeverRunsTwiceAtOnce() throws Exception {
    try (Reactor reactor = reactor(4).open()) {
      Timer timer = reactor.every(now(), Duration.ofNanos(1), o -> told.add(o.nanoTime()));
      Await.until("many runs", () -> timer.runs() > 100);
      timer.cancel();
      settleWorkers(reactor);
      List<Object> times = all();
      assertThat(times).hasSize((int) timer.runs());
      for (int i = 1; i < times.size(); i++) {
        assertThat((long) times.get(i) - (long) times.get(i - 1)).isNotNegative();
      }
    }
  }

  @Test
  void d12CancellingAHandlerEndsAllItsTimers() throws Exception {
    try (Reactor reactor = pump()) {
      EventHandler handler = note("cancelled");
      reactor.once(SHORT, handler);
      reactor.every(now(), SHORT, handler);
      reactor.at(Deadline.after(HOUR), handler);
      reactor.once(SHORT, note("other"));
      assertThat(reactor.cancelTimers(handler)).isEqualTo(3);
      assertThat(reactor.cancelTimers(handler)).isZero();
      assertThat(reactor.processEvents(LONG)).isEqualTo(1);
      assertThat(all()).containsExactly("other");
      assertThat(reactor.statistics().timers()).isZero();
    }
  }

  @Test
  void d12CancellingAHandlerLeavesItsOtherRegistrations() throws Exception {
    try (Reactor reactor = pump()) {
      EventHandler handler = note();
      reactor.register(Events.USER, handler);
      reactor.once(SHORT, handler);
      reactor.cancelTimers(handler);
      reactor.fire(Events.USER);
      settle(reactor);
      assertThat(all()).containsExactly(Events.USER);
    }
  }

  @Test
  void d12ATimerThatIsDueIsCancelledToo() throws Exception {
    try (Reactor reactor = pump()) {
      Timer[] both = new Timer[2];
      Deadline same = now();
      for (int i = 0; i < 2; i++) {
        int other = 1 - i;
        both[i] = reactor.at(same, o -> told.add(both[other].cancel()));
      }
      reactor.processEvents(LONG);
      settle(reactor);
      assertThat(all()).as("the first ends the second").containsExactly(true);
      assertThat(both).noneMatch(Timer::isActive);
    }
  }

  @Test
  void d13TwoSchedulesOfOneHandlerBothRun() throws Exception {
    try (Reactor reactor = reactor(1).open()) {
      EventHandler handler = note();
      reactor.once(Duration.ofMillis(1), handler);
      reactor.once(Duration.ofMillis(40), handler);
      assertThat(next()).isEqualTo(Events.TIMEOUT);
      assertThat(next()).isEqualTo(Events.TIMEOUT);
      assertThat(reactor.statistics().timers()).isZero();
    }
  }

  @Test
  void d13AHandlerSchedulesItselfAgain() throws Exception {
    try (Reactor reactor = pump()) {
      EventHandler[] self = new EventHandler[1];
      self[0] =
          o -> {
            told.add(o.events());
            if (told.size() < 5) {
              reactor.once(Duration.ZERO, self[0]);
            }
          };
      reactor.once(Duration.ZERO, self[0]);
      while (reactor.statistics().timers() + reactor.processEvents(Duration.ZERO) > 0) {
        continue;
      }
      assertThat(all()).hasSize(5);
    }
  }
}
