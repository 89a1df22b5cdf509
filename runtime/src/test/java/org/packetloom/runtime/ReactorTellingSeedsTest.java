// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.packetloom.Pair;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Occurrence;
import org.packetloom.event.Reactor;
import org.packetloom.event.Registration;
import org.packetloom.suite.Await;

/** What handlers of connectors are told: lines D6 to D10 of what packeteer could. */
@EachPoller
class ReactorTellingSeedsTest extends ReactorContract {
  // On purpose: OPEN is told on every system, and there is no ERROR of the scheduler's own (256).
  @Test
  void d6EventsHaveTheNumbersTheyHad() {
    assertThat(new long[] {Events.READ, Events.WRITE, Events.ERROR, Events.OPEN, Events.CLOSE})
        .containsExactly(1, 2, 4, 8, 16);
    assertThat(Events.TIMEOUT).isEqualTo(128);
    assertThat(Events.USER).isEqualTo(1 << 15);
  }

  @Test
  void d7ReadIsToldUntilEverythingWasRead() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(
          pair.first(), Events.READ, o -> told.add(ToolkitTest.readByte(pair.first())));
      pair.second().write(new byte[] {1, 2, 3});
      settle(reactor);
      assertThat(all()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void d7WorkersAreToldUntilEverythingWasReadToo() throws Exception {
    try (Reactor reactor = reactor(4).open();
        Pair pair = pair()) {
      reactor.register(
          pair.first(), Events.READ, o -> told.add(ToolkitTest.readByte(pair.first())));
      pair.second().write(new byte[] {1, 2, 3});
      assertThat(List.of(next(), next(), next())).containsExactly(1, 2, 3);
      settleWorkers(reactor);
      assertThat(told).isEmpty();
    }
  }

  @Test
  void d7WriteIsToldOverAndOver() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.WRITE, note());
      for (int i = 0; i < 10; i++) {
        assertThat(reactor.processEvents(LONG)).isEqualTo(1);
      }
      assertThat(all()).hasSize(10).containsOnly(Events.WRITE);
      fill(pair.first());
      assertThat(reactor.processEvents(Duration.ZERO)).as("full").isZero();
      drain(pair.second());
      assertThat(reactor.processEvents(LONG)).isEqualTo(1);
    }
  }

  // On purpose: everywhere an end is READ as well as CLOSE, where kqueue had told CLOSE alone.
  @Test
  void d7TheEndOfThePeerIsReadAndClose() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.READ | Events.CLOSE, note());
      pair.second().close();
      reactor.processEvents(LONG);
      assertThat(next()).isEqualTo(Events.READ | Events.CLOSE);
      reactor.processEvents(LONG);
      assertThat(next()).as("CLOSE is told once").isEqualTo(Events.READ);
    }
  }

  @Test
  void d8OneCallTellsEverythingThatOccurredAndWasAskedFor() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.READ, note());
      reactor.register(pair.first(), Events.READ | Events.WRITE | Events.ERROR, note());
      send(pair.second(), 1);
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly(Events.READ, Events.READ | Events.WRITE);
    }
  }

  @Test
  void d8WhatIsFoundTogetherHasOneTime() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      EventHandler handler = o -> told.add(o.nanoTime());
      reactor.register(pair.first(), Events.WRITE, handler);
      reactor.register(pair.second(), Events.WRITE, handler);
      long begin = System.nanoTime();
      assertThat(reactor.processEvents(LONG)).isEqualTo(2);
      long first = (long) next();
      assertThat(next()).isEqualTo(first);
      assertThat(first - begin).isNotNegative();
      assertThat(System.nanoTime() - first).isNotNegative();
    }
  }

  @Test
  void d8UserEventsAndTimersHaveNoConnector() throws Exception {
    try (Reactor reactor = pump()) {
      EventHandler handler = Occurrence::connector;
      reactor.register(Events.USER, handler);
      reactor.fire(Events.USER);
      reactor.once(Duration.ZERO, handler);
      while (reported.size() < 2) {
        reactor.processEvents(LONG);
      }
      assertThat(reported)
          .allSatisfy(e -> assertThat(e).isInstanceOf(IllegalStateException.class))
          .extracting(Throwable::getMessage)
          .containsExactlyInAnyOrder("no connector with USER<<0", "no connector with TIMEOUT");
    }
  }

  @Test
  void d9OneReadableByteWithFourWorkersRunsAHandlerOnce() throws Exception {
    try (Reactor reactor = reactor(4).open();
        Pair pair = pair()) {
      CountDownLatch isLookedAt = new CountDownLatch(1);
      reactor.register(
          pair.first(),
          Events.READ,
          o -> {
            told.add(o.events());
            isLookedAt.await();
            drain(pair.first());
          });
      send(pair.second(), 1);
      next();
      for (int i = 0; i < 10; i++) { // the byte is there all the time
        reactor.event().post();
      }
      assertThat(reactor.statistics().active()).isEqualTo(1);
      isLookedAt.countDown();
      settleWorkers(reactor);
      assertThat(told).isEmpty();
      assertThat(reactor.statistics().handled()).isEqualTo(1);
    }
  }

  @Test
  void d9HandlersOfOneConnectorDoNotOverlap() throws Exception {
    try (Reactor reactor = reactor(4).open();
        Pair pair = pair()) {
      AtomicInteger inside = new AtomicInteger();
      EventHandler handler =
          o -> {
            told.add(inside.incrementAndGet());
            Thread.yield();
            inside.decrementAndGet();
          };
      for (int i = 0; i < 4; i++) {
        reactor.register(pair.first(), Events.WRITE, handler);
      }
      Await.until("many are told", () -> told.size() >= 400);
      assertThat(all()).containsOnly(1);
    }
  }

  @Test
  void d9ConcurrentHandlersOfOneConnectorMeet() throws Exception {
    try (Reactor reactor = reactor(4).concurrent().open();
        Pair pair = pair()) {
      CyclicBarrier both = new CyclicBarrier(2);
      EventHandler handler =
          o -> {
            both.await(LONG.toSeconds(), TimeUnit.SECONDS);
            told.add("met");
          };
      reactor.register(pair.first(), Events.READ, handler);
      Registration second = reactor.register(pair.first(), Events.READ, handler);
      send(pair.second(), 1); // not before both are there: they are started together
      assertThat(List.of(next(), next(), next(), next())).containsOnly("met");
      assertThat(second.cancel()).isTrue();
    }
  }

  /** Equal to every other, though not the same. */
  private record Equal(Runnable action) implements EventHandler {
    @Override
    public void handle(Occurrence occurrence) {
      action.run();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Equal;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  // On purpose: handlers are told apart by the identity of the object, whatever equals() says.
  @Test
  void d10HandlersAreComparedByIdentity() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      EventHandler one = new Equal(() -> told.add("one"));
      EventHandler other = new Equal(() -> told.add("other"));
      assertThat(one).isEqualTo(other);
      reactor.register(pair.first(), Events.WRITE, one);
      reactor.register(pair.first(), Events.WRITE, other);
      assertThat(reactor.unregister(pair.first(), one)).isEqualTo(1);
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly("other");
      reactor.once(LONG, one);
      assertThat(reactor.cancelTimers(other)).isZero();
      assertThat(reactor.cancelTimers(one)).isEqualTo(1);
    }
  }

  // On purpose: an empty handler is refused when it is given, not when it would be called.
  @Test
  void d10ThereIsNoEmptyHandler() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      assertThatThrownBy(() -> reactor.register(pair.first(), Events.READ, nobody()))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("handler");
      assertThatThrownBy(() -> reactor.register(Events.USER, nobody())).hasMessage("handler");
      assertThatThrownBy(() -> reactor.once(LONG, nobody())).hasMessage("handler");
      assertThat(reactor.statistics().connectors()).isZero();
    }
  }

  @SuppressWarnings("NullAway")
  private static EventHandler nobody() {
    return null;
  }
}
