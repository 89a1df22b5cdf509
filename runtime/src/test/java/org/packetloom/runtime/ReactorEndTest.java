// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectionResetException;
import org.packetloom.Pair;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.event.Registration;
import org.packetloom.event.Repetition;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** How connectors begin and end, and what their handlers are told of it. */
@EachPoller
class ReactorEndTest extends ReactorContract {
  @Test
  void openIsToldOnceToEachRegistration() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.OPEN, note("first"));
      settle(reactor);
      reactor.register(pair.first(), Events.OPEN, note("second"));
      settle(reactor);
      assertThat(all()).containsExactly("first", "second");
      assertThat(reactor.statistics().connectors()).as("they stay").isEqualTo(1);
    }
  }

  @Test
  void closeHereIsToldOnceToThoseWhoAskedAndEndsAll() throws Exception {
    for (int workers : new int[] {0, 2}) {
      try (Reactor reactor = reactor(workers).open()) {
        Pair pair = pair();
        Registration closing = reactor.register(pair.first(), Events.CLOSE, note());
        Registration reading = reactor.register(pair.first(), Events.READ, note("wrong"));
        pair.first().close();
        if (workers == 0) {
          reactor.processEvents(LONG);
        }
        assertThat(next()).isEqualTo(Events.CLOSE);
        Await.until("both end", () -> !closing.isActive() && !reading.isActive());
        assertNothingRegistered(reactor);
        assertThat(told).isEmpty();
        pair.second().close();
      }
    }
  }

  @Test
  void closeInsideAHandlerIsToldToThatHandlerAndToOthers() throws Exception {
    for (int workers : new int[] {0, 2}) {
      try (Reactor reactor = reactor(workers).open()) {
        Pair pair = pair();
        reactor.register(pair.first(), Events.CLOSE, note("other"));
        reactor.register(
            pair.first(),
            Events.READ | Events.CLOSE,
            o -> {
              pair.first().close();
              told.add(Events.toString(o.events()));
            });
        send(pair.second(), 1);
        while (workers == 0 && told.size() < 3) {
          reactor.processEvents(LONG);
        }
        assertThat(next()).isEqualTo("READ");
        assertThat(next()).isEqualTo("other");
        assertThat(next()).isEqualTo("CLOSE");
        assertNothingRegistered(reactor);
        pair.second().close();
      }
    }
  }

  @Test
  void closeWhileAHandlerRunsIsToldAfterThat() throws Exception {
    try (Reactor reactor = reactor(2).open()) {
      Pair pair = pair();
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      reactor.register(
          pair.first(),
          Events.WRITE | Events.CLOSE,
          o -> {
            told.add(Events.toString(o.events()));
            begun.countDown();
            mayEnd.await();
          });
      begun.await();
      pair.first().close();
      mayEnd.countDown();
      assertThat(next()).isEqualTo("WRITE");
      assertThat(next()).isEqualTo("CLOSE");
      assertNothingRegistered(reactor);
      pair.second().close();
    }
  }

  @Test
  void closeOfConcurrentHandlersIsToldToEach() throws Exception {
    try (Reactor reactor = reactor(4).concurrent().open()) {
      Pair pair = pair();
      CountDownLatch mayEnd = new CountDownLatch(1);
      for (int i = 0; i < 3; i++) {
        reactor.register(
            pair.first(),
            Events.READ | Events.CLOSE,
            o -> {
              told.add(Events.toString(o.events()));
              mayEnd.await();
            });
      }
      send(pair.second(), 1);
      assertThat(next()).isEqualTo("READ");
      assertThat(next()).isEqualTo("READ");
      assertThat(next()).isEqualTo("READ");
      pair.first().close();
      mayEnd.countDown();
      for (int i = 0; i < 3; i++) {
        assertThat(next()).isEqualTo("CLOSE");
      }
      assertNothingRegistered(reactor);
      pair.second().close();
    }
  }

  @Test
  void theTimeOfACloseIsItsOwn() throws Exception {
    try (Reactor reactor = reactor(1).open()) {
      Pair pair = pair();
      reactor.register(pair.first(), Events.CLOSE, o -> told.add(o.nanoTime()));
      settleWorkers(reactor);
      long begin = System.nanoTime();
      pair.first().close();
      assertThat((long) next() - begin).isNotNegative();
      pair.second().close();
    }
  }

  @Test
  void aReaderThatWaitsIsEndedByACloseInAHandler() throws Exception {
    try (Reactor reactor = reactor(1).open()) {
      Pair pair = pair();
      Task<Integer> reader = start(() -> pair.first().read(new byte[1])).awaitParked();
      reactor.register(pair.first(), Events.WRITE, o -> pair.first().close(), Repetition.ONCE);
      reader.assertFailure();
      assertNothingRegistered(reactor);
      pair.second().close();
    }
  }

  @Test
  void halfCloseOfThePeerIsReadAndCloseAndWritingGoesOn() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = tcp()) {
      reactor.register(pair.first(), Events.READ | Events.WRITE | Events.CLOSE, note());
      pair.second().shutdownOutput();
      Await.until(
          "the end arrives",
          () -> {
            reactor.processEvents(LONG);
            return told.contains(Events.READ | Events.WRITE | Events.CLOSE);
          });
      all();
      reactor.processEvents(LONG);
      assertThat(all()).as("CLOSE once").containsExactly(Events.READ | Events.WRITE);
      assertThat(drain(pair.first())).isEqualTo(-1);
      send(pair.first(), 3);
      byte[] three = new byte[3];
      pair.second().readFully(three);
    }
  }

  @Test
  void bytesBeforeTheEndAreReadFirst() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      send(pair.second(), 2);
      pair.second().close();
      reactor.register(
          pair.first(), Events.READ, o -> told.add(ToolkitTest.readByte(pair.first())));
      for (int i = 0; i < 4; i++) {
        reactor.processEvents(LONG);
      }
      assertThat(all()).as("the end can be read for ever").containsExactly(0, 0, -1, -1);
    }
  }

  @Test
  void aResetIsToldAsErrorOnceAndReadingSaysWhy() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = tcp()) {
      Registration all =
          reactor.register(
              pair.first(),
              Events.READ | Events.ERROR | Events.CLOSE,
              o -> {
                told.add(Events.toString(o.events()));
                assertThat(o.failure()).as("it can still be watched").isEmpty();
              });
      pair.second().option(StandardSocketOptions.SO_LINGER, 0);
      pair.second().close();
      reactor.processEvents(LONG);
      assertThat(next()).isEqualTo("READ|ERROR|CLOSE");
      reactor.processEvents(LONG);
      assertThat(next()).isEqualTo("READ");
      assertThatThrownBy(() -> drain(pair.first())).isInstanceOf(ConnectionResetException.class);
      assertThat(reported).isEmpty();
      assertThat(all.isActive()).isTrue();
    }
  }

  // The system has told the look, and calls it an end since.
  @Test
  void aResetThatALookHasMetIsToldAsError() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = tcp()) {
      pair.second().option(StandardSocketOptions.SO_LINGER, 0);
      pair.second().close();
      Await.until("the reset is there", () -> !pair.first().isAlive());
      reactor.register(pair.first(), Events.READ | Events.ERROR | Events.CLOSE, note());
      reactor.processEvents(LONG);
      assertThat(next()).isEqualTo(Events.READ | Events.ERROR | Events.CLOSE);
    }
  }

  @Test
  void errorAloneIsToldOnceAndCostsNothingAfter() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = tcp()) {
      reactor.register(pair.first(), Events.ERROR, note());
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      pair.second().option(StandardSocketOptions.SO_LINGER, 0);
      pair.second().close();
      reactor.processEvents(LONG);
      assertThat(next()).isEqualTo(Events.ERROR);
      for (int i = 0; i < 3; i++) {
        assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      }
    }
  }

  @Test
  void closeIsToldToThoseWhoComeLaterToo() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.CLOSE, note("first"));
      pair.second().close();
      reactor.processEvents(LONG);
      reactor.register(pair.first(), Events.CLOSE, note("second"));
      reactor.processEvents(LONG);
      settle(reactor);
      assertThat(all()).containsExactly("first", "second");
    }
  }
}
