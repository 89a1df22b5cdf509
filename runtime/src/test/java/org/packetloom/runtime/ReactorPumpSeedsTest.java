// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.Pair;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.HandlerFailedException;
import org.packetloom.event.PumpOption;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.suite.Task;

/** The loop of the caller's own: line D15 of what packeteer could, on threads of both kinds. */
@EachPump
class ReactorPumpSeedsTest extends ReactorPumpContract {
  private static final Duration SHORT = Duration.ofMillis(3);

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
