// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorClosedException;
import org.packetloom.Pair;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.event.Registration;
import org.packetloom.event.Repetition;

/** Registering handlers of connectors: lines D3 to D5 of what packeteer could. */
@EachPoller
class ReactorRegistrationSeedsTest extends ReactorContract {
  // On purpose: registrations stand by themselves, and those of one handler are not merged.
  @Test
  void d3TwoRegistrationsOfOneHandlerAreTwo() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      EventHandler handler = note();
      reactor.register(pair.first(), Events.READ, handler);
      reactor.register(pair.first(), Events.READ | Events.WRITE, handler);
      send(pair.second(), 1);
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly(Events.READ, Events.READ | Events.WRITE);
      assertThat(reactor.unregister(pair.first(), handler)).isEqualTo(2);
      assertThat(reactor.statistics().connectors()).isZero();
    }
  }

  @Test
  void d3SeveralHandlersOfAConnectorAreCalledInTheOrderOfRegistration() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      for (int i = 0; i < 5; i++) {
        reactor.register(pair.first(), Events.READ, note("handler " + i));
      }
      send(pair.second(), 1);
      assertThat(reactor.processEvents(LONG)).as("one connector is one task").isEqualTo(1);
      assertThat(all())
          .containsExactly("handler 0", "handler 1", "handler 2", "handler 3", "handler 4");
    }
  }

  @Test
  void d3ReadIsAboutTheReadEndAndWriteAboutTheWriteEnd() throws Exception {
    try (Reactor reactor = pump();
        Pair pipes = loom.pair("anon://")) {
      reactor.register(pipes.first(), Events.READ | Events.WRITE, note());
      reactor.processEvents(LONG);
      assertThat(next()).isEqualTo(Events.WRITE);
      fill(pipes.first());
      send(pipes.second(), 1);
      all();
      reactor.processEvents(LONG);
      assertThat(next()).isEqualTo(Events.READ);
    }
  }

  // On purpose: nothing is queued; what cannot be registered is refused by the call itself.
  @Test
  void d3ARegistrationThatCannotBeIsRefusedAtOnce() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      pair.first().close();
      assertThatThrownBy(() -> reactor.register(pair.first(), Events.READ, note()))
          .isInstanceOf(ConnectorClosedException.class);
      assertThat(reactor.statistics().connectors()).isZero();
    }
  }

  @Test
  void d4RemovingOneOfTwoHandlersLeavesTheOther() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      EventHandler first = note("first");
      reactor.register(pair.first(), Events.READ, first);
      Registration second = reactor.register(pair.first(), Events.READ, note("second"));
      send(pair.second(), 1);
      assertThat(reactor.unregister(pair.first(), first)).isEqualTo(1);
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly("second");
      reactor.register(pair.first(), Events.READ, first);
      assertThat(second.cancel()).isTrue();
      assertThat(second.cancel()).isFalse();
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly("first");
    }
  }

  @Test
  void d4RemovedHandlersDoNotComeBackWithLaterRegistrations() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.READ, note("stale"));
      reactor.register(pair.first(), Events.READ, note("stale too"));
      assertThat(reactor.unregister(pair.first())).isEqualTo(2);
      assertThat(reactor.unregister(pair.first())).isZero();
      reactor.register(pair.first(), Events.READ, note("fresh"));
      send(pair.second(), 1);
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly("fresh");
    }
  }

  @Test
  void d4SomeEventsOfAHandlerCanBeRemoved() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      long both = Events.READ | Events.WRITE;
      Registration registration = reactor.register(pair.first(), both, note());
      send(pair.second(), 1);
      reactor.processEvents(LONG);
      assertThat(next()).isEqualTo(both);
      assertThat(registration.events(Events.WRITE).events()).isEqualTo(Events.WRITE);
      reactor.processEvents(LONG);
      assertThat(next()).isEqualTo(Events.WRITE);
      registration.events(both);
      reactor.processEvents(LONG);
      assertThat(next()).isEqualTo(both);
    }
  }

  @Test
  void d5OnceIsCalledOnce() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      List<Boolean> wasActive = new ArrayList<>();
      Registration[] own = new Registration[1];
      own[0] =
          reactor.register(
              pair.first(),
              Events.WRITE,
              o -> {
                wasActive.add(own[0].isActive());
                o.again(); // nothing to this one
              },
              Repetition.ONCE);
      assertThat(reactor.processEvents(LONG)).isEqualTo(1);
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      assertThat(wasActive).as("gone before the handler began").containsExactly(false);
      assertThat(reactor.statistics().connectors()).isZero();
    }
  }

  @Test
  void d5OnRequestIsCalledAgainIfItAsksForThat() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      AtomicInteger calls = new AtomicInteger();
      Registration registration =
          reactor.register(
              pair.first(),
              Events.WRITE,
              o -> {
                if (calls.incrementAndGet() < 3) {
                  o.again();
                }
              },
              Repetition.ON_REQUEST);
      settle(reactor);
      assertThat(calls).hasValue(3);
      assertThat(registration.isActive()).isFalse();
    }
  }
}
