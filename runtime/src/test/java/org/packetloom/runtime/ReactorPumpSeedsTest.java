// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import org.packetloom.Pair;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.HandlerFailedException;
import org.packetloom.event.PumpOption;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.event.Registration;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/**
 * The loop of the caller's own: lines D15, D16 and D22 of what packeteer could, on threads of both
 * kinds.
 */
@ParameterizedClass(name = "{0}, {1} threads")
@CsvSource({
  "epoll,virtual",
  "poll,virtual",
  "io_uring,virtual",
  "epoll,platform",
  "poll,platform",
  "io_uring,platform"
})
class ReactorPumpSeedsTest extends ReactorContract {
  private static final Duration SHORT = Duration.ofMillis(3);

  @Parameter(1)
  String kind = "";

  @Override
  public ThreadFactory threads() {
    return kind.equals("platform") ? Thread.ofPlatform().daemon().factory() : super.threads();
  }

  private Task<Integer> startPump(Reactor reactor) {
    return startPump(reactor, Duration.ofSeconds(-1));
  }

  /** Pumps in another thread, and waits until that waits. */
  private Task<Integer> startPump(Reactor reactor, Duration timeout, PumpOption... options) {
    Task<Integer> pumping = start(() -> reactor.processEvents(timeout, options));
    if (pumping.thread().isVirtual()) {
      return pumping.awaitParked();
    }
    Await.until("the thread pumps", () -> isIn("ReactorCore", "step", pumping.thread()));
    return pumping;
  }

  /** Whether a thread is inside of a method; one that waits in the system looks busy. */
  private static boolean isIn(String type, String method, Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(f -> f.getClassName().endsWith(type) && f.getMethodName().equals(method));
  }

  @Test
  void d15ThePumpIsNotForReactorsWithWorkers() throws Exception {
    try (Reactor reactor = reactor(1).open()) {
      assertThatThrownBy(() -> reactor.processEvents(Duration.ZERO))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("processEvents");
    }
  }

  // On purpose: that nothing occurred is a result, not a failure.
  @Test
  void d15ATimeoutIsKeptAndNoFailure() throws Exception {
    try (Reactor reactor = pump()) {
      long begin = System.nanoTime();
      assertThat(reactor.processEvents(SHORT)).isZero();
      assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT.toNanos());
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      assertThat(reactor.processEvents(Duration.ofNanos(1))).isZero();
    }
  }

  @Test
  void d15WithoutLimitThePumpWaitsUntilSomethingOccurs() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.READ, note());
      Task<Integer> pumping = startPump(reactor);
      send(pair.second(), 1);
      assertThat(pumping.result()).isEqualTo(1);
      drain(pair.first());
      reactor.once(SHORT, note());
      assertThat(reactor.processEvents(Duration.ofSeconds(-1))).isEqualTo(1);
      assertThat(all()).containsExactly(Events.READ, Events.TIMEOUT);
    }
  }

  @Test
  void d15ASoftTimeoutWaitsForTheNextTimer() throws Exception {
    try (Reactor reactor = pump()) {
      reactor.once(Duration.ofMillis(30), note());
      assertThat(reactor.processEvents(SHORT, PumpOption.SOFT_TIMEOUT)).isEqualTo(1);
      assertThat(all()).containsExactly(Events.TIMEOUT);
      assertThat(reactor.processEvents(SHORT, PumpOption.SOFT_TIMEOUT)).as("no timer").isZero();
    }
  }

  @Test
  void d15ASoftTimeoutEndsWithWhatIsReadyBeforeTheTimer() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.READ, note());
      reactor.once(Duration.ofHours(1), note());
      Task<Integer> pumping = startPump(reactor, Duration.ZERO, PumpOption.SOFT_TIMEOUT);
      send(pair.second(), 1);
      assertThat(pumping.result()).isEqualTo(1);
      assertThat(all()).containsExactly(Events.READ);
    }
  }

  private static EventHandler failing(String name) {
    return o -> {
      throw new IOException(name);
    };
  }

  // On purpose: failures go to the listener; there is no code of the last one that failed.
  @Test
  void d15FailuresGoToTheListenerAndEverythingRuns() throws Exception {
    try (Reactor reactor = pump()) {
      reactor.register(Events.USER, failing("first"));
      reactor.register(Events.USER, note());
      reactor.register(Events.USER, failing("last"));
      reactor.fire(Events.USER);
      assertThat(reactor.processEvents(LONG)).isEqualTo(3);
      assertThat(reported).extracting(Throwable::getMessage).containsExactly("first", "last");
      assertThat(all()).containsExactly(Events.USER);
      assertThat(reactor.statistics().failed()).isEqualTo(2);
      assertThat(reactor.statistics().handled()).isEqualTo(3);
    }
  }

  // On purpose: what comes after the first failure is run by the next call, and not dropped.
  @Test
  void d15ExitOnFailureEndsAtTheFirstAndKeepsTheRest() throws Exception {
    try (Reactor reactor = pump()) {
      reactor.register(Events.USER, note("before"));
      reactor.register(Events.USER, failing("it"));
      reactor.register(Events.USER, note("after"));
      reactor.fire(Events.USER);
      assertThatThrownBy(() -> reactor.processEvents(LONG, PumpOption.EXIT_ON_FAILURE))
          .isInstanceOf(HandlerFailedException.class)
          .hasMessageContaining("USER<<0")
          .cause()
          .hasMessage("it");
      assertThat(all()).containsExactly("before");
      assertThat(reported).isEmpty();
      assertThat(reactor.processEvents(LONG, PumpOption.EXIT_ON_FAILURE)).isEqualTo(1);
      assertThat(all()).containsExactly("after");
      reactor.fire(Events.USER);
      assertThat(reactor.processEvents(LONG)).as("no more strict").isEqualTo(3);
      assertThat(reported).hasSize(1);
    }
  }

  @Test
  void d15ExitOnFailureKeepsTheOtherHandlersOfTheConnector() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.WRITE, failing("first"));
      reactor.register(pair.first(), Events.WRITE, note("second"));
      reactor.register(pair.first(), Events.WRITE, failing("third"));
      reactor.register(pair.first(), Events.WRITE, note("fourth"));
      List<String> failures = new ArrayList<>();
      for (int call = 0; call < 4; call++) {
        try {
          reactor.processEvents(LONG, PumpOption.EXIT_ON_FAILURE);
        } catch (HandlerFailedException e) {
          failures.add(e.getCause().getMessage());
        }
      }
      assertThat(failures).startsWith("first", "third", "first");
      assertThat(all()).startsWith("second", "fourth");
    }
  }

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
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
    }
  }

  @Test
  void d15OnlyOneThreadPumps() throws Exception {
    try (Reactor reactor = pump()) {
      Task<Integer> pumping = startPump(reactor);
      assertThatThrownBy(() -> reactor.processEvents(Duration.ZERO))
          .isInstanceOf(IllegalStateException.class)
          .isNotInstanceOf(ReactorClosedException.class);
      reactor.event().wake();
      assertThat(pumping.result()).isZero();
      reactor.register(Events.USER, o -> reactor.processEvents(Duration.ZERO));
      reactor.fire(Events.USER);
      assertThat(reactor.processEvents(LONG)).isEqualTo(1);
      assertThat(reported).singleElement().isInstanceOf(IllegalStateException.class);
      Task<Integer> other = start(() -> reactor.processEvents(Duration.ZERO));
      assertThat(other.result()).as("another thread, later").isZero();
    }
  }

  @Test
  void d15WhatBecomesReadyInAHandlerIsForTheNextCall() throws Exception {
    try (Reactor reactor = pump()) {
      reactor.register(Events.USER, o -> reactor.fire(Events.USER));
      reactor.fire(Events.USER);
      for (int call = 0; call < 3; call++) {
        assertThat(reactor.processEvents(LONG)).isEqualTo(1);
      }
    }
  }

  @Test
  void d15APumpThatIsClosedByAHandlerRunsNoOther() throws Exception {
    Reactor reactor = pump();
    reactor.register(Events.USER, note("before"));
    reactor.register(Events.USER, o -> reactor.close());
    reactor.register(Events.USER, note("after"));
    reactor.once(Duration.ZERO, note("timer"));
    reactor.fire(Events.USER);
    reactor.processEvents(LONG);
    assertThat(all()).containsExactly("before");
    assertThatThrownBy(() -> reactor.processEvents(LONG))
        .isInstanceOf(ReactorClosedException.class);
  }
}
