// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.Deadline;
import org.packetloom.Pair;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.event.Registration;
import org.packetloom.event.Timer;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Workers, pollers and the end: lines D1, D2, D17, D18, D20 and D21 of what packeteer could. */
@EachPoller
class ReactorRunSeedsTest extends ReactorContract {
  /** Handlers that have begun, and the permits that let them end. */
  private final Semaphore begun = new Semaphore(0);

  private final Semaphore ends = new Semaphore(0);

  /** Fires user events whose handlers stay inside until they get a permit. */
  private void fireStaying(Reactor reactor, int count) {
    EventHandler staying =
        o -> {
          begun.release();
          ends.acquire();
        };
    for (int i = 0; i < count; i++) {
      reactor.register(Events.USER, staying);
    }
    reactor.fire(Events.USER);
  }

  @Test
  void d1WorkersAreAsManyAsProcessorsOrAsSaidAndNoneMeansAPump() throws Exception {
    try (Reactor usual = loom.reactor().open();
        Reactor automatic = reactor(-1).open();
        Reactor three = reactor(3).open();
        Reactor pumped = pump()) {
      int processors = Runtime.getRuntime().availableProcessors();
      assertThat(usual.statistics().workers()).isEqualTo(processors);
      assertThat(automatic.statistics().workers()).isEqualTo(processors);
      assertThat(three.statistics().workers()).isEqualTo(3);
      assertThat(pumped.statistics().workers()).isZero();
      assertThat(pumped.processEvents(Duration.ZERO)).isZero();
    }
  }

  // On purpose: a negative number that means nothing is refused.
  @Test
  void d1OtherNumbersOfWorkersAreRefused() {
    assertThatThrownBy(() -> loom.reactor().workers(-2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-2");
  }

  @Test
  void d2ThePollerIsChosenByName() throws Exception {
    try (Reactor chosen = reactor(1).open();
        Reactor automatic = loom.reactor().poller("auto").open()) {
      assertThat(chosen.poller()).isEqualTo(poller);
      assertThat(automatic.poller()).as("the toolkit's").isEqualTo(poller);
      assertThat(chosen.toString()).contains(poller);
    }
  }

  @Test
  void d2APollerThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> reactor(1).poller("select").open())
        .isInstanceOf(CapabilityException.class)
        .hasMessageContaining("select");
  }

  @Test
  void d17WorkersGrowAndShrinkWhileTheyRun() throws Exception {
    try (Reactor reactor = reactor(2).open()) {
      fireStaying(reactor, 12);
      begun.acquire(2);
      assertThat(reactor.statistics().active()).isEqualTo(2);
      assertThat(reactor.statistics().queued()).isEqualTo(10);
      assertThat(reactor.statistics().idle()).isZero();
      reactor.workers(4);
      begun.acquire(2);
      assertThat(reactor.statistics().active()).isEqualTo(4);
      reactor.workers(1);
      ends.release(3);
      Await.until("three ended", () -> reactor.statistics().active() == 1);
      assertThat(reactor.statistics().handled()).isEqualTo(3);
      assertThat(begun.availablePermits()).as("none in their place").isZero();
      for (int handled = 4; handled < 12; handled++) {
        ends.release();
        begun.acquire();
        assertThat(reactor.statistics().active()).isEqualTo(1);
      }
      reactor.workers(-1);
      assertThat(reactor.statistics().workers())
          .isEqualTo(Runtime.getRuntime().availableProcessors());
      ends.release();
      settleWorkers(reactor);
      assertThat(reactor.statistics().handled()).isEqualTo(12);
    }
  }

  @Test
  void d17AHandlerChangesTheWorkers() throws Exception {
    try (Reactor reactor = reactor(1).open()) {
      CountDownLatch meeting = new CountDownLatch(3);
      EventHandler handler =
          o -> {
            reactor.workers(3);
            meeting.countDown();
            meeting.await();
            told.add("met");
          };
      for (int i = 0; i < 3; i++) {
        reactor.register(Events.USER, handler);
      }
      reactor.fire(Events.USER);
      assertThat(List.of(next(), next(), next())).containsOnly("met");
    }
  }

  // On purpose: there is no way between the modes; a pump has no workers, and gets none.
  @Test
  void d17WorkersOfAPumpAndNoWorkersAreRefused() throws Exception {
    try (Reactor pumped = pump();
        Reactor working = reactor(1).open()) {
      assertThatThrownBy(() -> pumped.workers(2)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> working.workers(0)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> working.workers(-2)).hasMessageContaining("-2");
    }
  }

  // On purpose: there is nothing to commit; a registration is in force when the call returns.
  @Test
  void d18ARegistrationIsInForceAtOnceAndSoIsItsEnd() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      Registration registration = reactor.register(pair.first(), Events.WRITE, note());
      assertThat(registration.isActive()).isTrue();
      assertThat(reactor.statistics().connectors()).isEqualTo(1);
      assertThat(registration.cancel()).isTrue();
      assertThat(reactor.statistics().connectors()).isZero();
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
    }
  }

  @Test
  void d20ClosingEndsEverythingOfTheReactorAndNothingElse() throws Exception {
    for (int workers : new int[] {0, 2}) {
      try (Pair pair = pair()) {
        Reactor reactor = reactor(workers).open();
        Registration reading = reactor.register(pair.first(), Events.READ, note());
        Registration user = reactor.register(Events.USER, note());
        Timer timer = reactor.once(LONG, note());
        reactor.close();
        reactor.close();
        assertThat(reading.isActive()).isFalse();
        assertThat(user.isActive()).isFalse();
        assertThat(timer.isActive()).isFalse();
        assertThat(reading.cancel()).isFalse();
        assertThat(reactor.statistics().connectors()).isZero();
        assertThat(reactor.statistics().timers()).isZero();
        ToolkitTest.assertRoundTrip(pair);
        assertThat(told).isEmpty();
        assertThatThrownBy(() -> reactor.fire(Events.USER))
            .isInstanceOf(ReactorClosedException.class);
      }
    }
  }

  @Test
  void d20ClosingInterruptsHandlersAndWaitsForThem() throws Exception {
    Reactor reactor = reactor(3).open();
    EventHandler staying =
        o -> {
          begun.release();
          try {
            ends.acquire();
          } finally {
            told.add("ended");
          }
        };
    for (int i = 0; i < 5; i++) {
      reactor.register(Events.USER, staying);
    }
    reactor.fire(Events.USER);
    begun.acquire(3);
    reactor.close();
    assertThat(all()).as("those that had begun").hasSize(3);
    assertThat(reported).hasSize(3).hasOnlyElementsOfType(InterruptedException.class);
  }

  @Test
  void d20AHandlerClosesItsReactor() throws Exception {
    Reactor reactor = reactor(2).open();
    reactor.register(
        Events.USER,
        o -> {
          reactor.close();
          told.add(Thread.currentThread().isInterrupted());
        });
    reactor.fire(Events.USER);
    assertThat(next()).isEqualTo(false);
    assertThatThrownBy(() -> reactor.workers(1)).isInstanceOf(ReactorClosedException.class);
  }

  @Test
  void d20ClosingTheToolkitClosesItsReactors() throws Exception {
    List<Reactor> all = new ArrayList<>();
    for (int workers : new int[] {0, 0, 1, 4}) {
      all.add(reactor(workers).open());
    }
    Task<Long> waiting = start(() -> all.getFirst().awaitEvents(Events.USER, Deadline.NONE));
    waiting.awaitParked();
    loom.close();
    waiting.assertFailure();
    for (Reactor each : all) {
      assertThatThrownBy(() -> each.fire(Events.USER)).isInstanceOf(ReactorClosedException.class);
    }
    assertThatThrownBy(() -> reactor(1).open()).isInstanceOf(ConnectorClosedException.class);
  }

  // On purpose: registering changes nothing of a connector, and a handler may wait in it.
  @Test
  void d21AHandlerThatWaitsHoldsUpNobodyElse() throws Exception {
    try (Reactor reactor = reactor(2).open();
        Pair slow = pair();
        Pair quick = pair()) {
      reactor.register(
          slow.first(),
          Events.READ,
          o -> {
            begun.release();
            byte[] four = new byte[4];
            slow.first().readFully(four);
            told.add("slow");
          });
      reactor.register(quick.first(), Events.READ, o -> told.add(drain(quick.first())));
      send(slow.second(), 1);
      begun.acquire();
      for (int i = 0; i < 20; i++) {
        send(quick.second(), 1);
        assertThat(next()).isEqualTo(1);
      }
      send(slow.second(), 3);
      assertThat(next()).isEqualTo("slow");
    }
  }

  @Test
  void d21WhatOneHandlerDoesToItsThreadIsNothingToTheNext() throws Exception {
    try (Reactor reactor = reactor(1).open()) {
      reactor.register(Events.USER, o -> Thread.currentThread().interrupt());
      reactor.register(Events.USER, o -> told.add(Thread.currentThread().isInterrupted()));
      CountDownLatch together = new CountDownLatch(1);
      reactor.register(Events.USER << 1, o -> together.await());
      reactor.fire(Events.USER << 1);
      reactor.fire(Events.USER);
      together.countDown();
      assertThat(next()).isEqualTo(false);
    }
  }
}
