// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.packetloom.Pair;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.event.Registration;
import org.packetloom.suite.Task;

/**
 * What wakes the loop of the caller's own: lines D16 and D22 of what packeteer could, on threads of
 * both kinds.
 */
@EachPump
class ReactorWakeSeedsTest extends ReactorPumpContract {
  private static final Duration SHORT = Duration.ofMillis(3);

  @Test
  void d16FiringFromAnotherThreadWakesThePump() throws Exception {
    try (Reactor reactor = pump()) {
      reactor.register(Events.USER, note());
      Task<Integer> pumping = startPump(reactor);
      reactor.fire(Events.USER);
      assertThat(pumping.result()).isEqualTo(1);
      assertThat(all()).containsExactly(Events.USER);
    }
  }

  @Test
  void d16RegisteringFromAnotherThreadIsHeededByThePump() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      send(pair.second(), 1);
      Task<Integer> pumping = startPump(reactor);
      Registration registration = reactor.register(pair.first(), Events.READ, note());
      assertThat(pumping.result()).isEqualTo(1);
      drain(pair.first());
      pumping = startPump(reactor);
      registration.events(Events.WRITE);
      assertThat(pumping.result()).isEqualTo(1);
      assertThat(all()).containsExactly(Events.READ, Events.WRITE);
    }
  }

  @Test
  void d16SchedulingFromAnotherThreadIsHeededByThePump() throws Exception {
    try (Reactor reactor = pump()) {
      reactor.once(Duration.ofHours(1), note("late"));
      Task<Integer> pumping = startPump(reactor);
      reactor.once(SHORT, note("soon"));
      assertThat(pumping.result()).isEqualTo(1);
      assertThat(all()).containsExactly("soon");
    }
  }

  @Test
  void d16ClosingAConnectorFromAnotherThreadIsHeededByThePump() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.CLOSE, note());
      Task<Integer> pumping = startPump(reactor);
      pair.first().close();
      assertThat(pumping.result()).isEqualTo(1);
      assertThat(all()).containsExactly(Events.CLOSE);
    }
  }

  @Test
  void d16ClosingTheReactorEndsThePump() throws Exception {
    for (boolean isToolkit : new boolean[] {false, true}) {
      Reactor reactor = pump();
      Task<Integer> pumping = startPump(reactor);
      if (isToolkit) {
        loom.close();
      } else {
        reactor.close();
      }
      pumping.assertFailure().isInstanceOf(ReactorClosedException.class);
      assertThatThrownBy(() -> reactor.processEvents(Duration.ZERO))
          .isInstanceOf(ReactorClosedException.class);
    }
  }

  @Test
  void d16AnInterruptDoesNotEndThePumpAndIsKept() throws Exception {
    try (Reactor reactor = pump()) {
      reactor.register(Events.USER, o -> told.add(Thread.currentThread().isInterrupted()));
      Task<Integer> pumping = startPump(reactor);
      pumping.interrupt();
      reactor.event().post(); // it still pumps, or this one would not be seen
      assertThat(pumping.result()).isZero();
      assertThat(pumping.endedInterrupted()).isTrue();
    }
  }

  @Test
  void d22AWakeBeforeThePumpWaitsEndsItsWait() throws Exception {
    try (Reactor reactor = pump()) {
      reactor.event().wake();
      reactor.event().wake();
      assertThat(reactor.processEvents(LONG)).isZero();
      Task<Integer> pumping = startPump(reactor);
      assertThat(pumping.hasEnded()).as("one end for both").isFalse();
      reactor.event().wake();
      assertThat(pumping.result()).isZero();
    }
  }

  @Test
  void d22ManyThreadsMayWakeThePump() throws Exception {
    try (Reactor reactor = pump()) {
      int count = 50;
      reactor.register(Events.USER, note());
      CountDownLatch begin = new CountDownLatch(1);
      List<Task<Void>> firing =
          Stream.generate(
                  () ->
                      startAction(
                          () -> {
                            begin.await();
                            reactor.fire(Events.USER);
                          }))
              .limit(count)
              .toList();
      begin.countDown();
      while (told.size() < count) {
        reactor.processEvents(LONG);
      }
      firing.forEach(Task::result);
      while (reactor.processEvents(Duration.ZERO) > 0) {} // one that came during a run looks again
      assertThat(told).hasSize(count);
    }
  }
}
