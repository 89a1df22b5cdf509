// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.packetloom.Connector;
import org.packetloom.Pair;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Occurrence;
import org.packetloom.event.Reactor;
import org.packetloom.event.Registration;

/** What a single handler is told: by hand, and at the end of its registration. */
@EachPoller
class ReactorTellTest extends ReactorContract {
  private final class Ending implements EventHandler {
    @Override
    public void handle(Occurrence occurrence) {
      told.add(occurrence.events());
    }

    @Override
    public void registrationEnded(Connector connector) {
      told.add("ended, open " + connector.isOpen());
    }
  }

  @Test
  void whatIsToldByHandIsOneCallOfThatHandlerAlone() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.READ, note("other"));
      Registration meant = reactor.register(pair.first(), Events.READ, note());
      assertThat(meant.tell(Events.USER)).isTrue();
      assertThat(meant.tell(Events.USER << 1)).isTrue();
      settle(reactor);
      assertThat(all()).containsExactly(Events.USER | Events.USER << 1);
      meant.cancel();
      assertThat(meant.tell(Events.USER)).isFalse();
      settle(reactor);
      assertThat(told).isEmpty();
      assertThatThrownBy(() -> meant.tell(Events.READ)).hasMessageContaining("READ");
    }
  }

  @Test
  void whatIsToldByHandComesWithWhatOccurs() throws Exception {
    try (Reactor reactor = reactor(2).open();
        Pair pair = pair()) {
      Registration registration =
          reactor.register(
              pair.first(),
              Events.READ,
              o -> {
                if (o.has(Events.READ)) {
                  drain(pair.first());
                }
                told.add(o.events());
              });
      for (int i = 0; i < 100; i++) {
        registration.tell(Events.USER);
        send(pair.second(), 1);
        long all = 0;
        while (all != (Events.USER | Events.READ)) {
          all |= (long) next();
        }
        settleWorkers(reactor);
        assertThat(all()).isSubsetOf(Events.READ); // that was found while the other call went on
      }
    }
  }

  @Test
  void tellingAHandlerOfUserEventsFiresAtNoOther() throws Exception {
    try (Reactor reactor = pump()) {
      reactor.register(Events.USER, note("other"));
      Registration meant = reactor.register(Events.USER, note());
      meant.tell(Events.USER << 2);
      settle(reactor);
      assertThat(all()).containsExactly(Events.USER << 2);
    }
  }

  @Test
  void theEndOfARegistrationIsToldWhenItsConnectorIsClosed() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.CLOSE, new Ending());
      reactor.register(pair.first(), Events.READ, new Ending());
      reactor.register(pair.first(), Events.READ, new Ending()).cancel();
      pair.first().close();
      settle(reactor);
      assertThat(all()).containsExactly(Events.CLOSE, "ended, open false", "ended, open false");
    }
    assertThat(told).isEmpty();
  }

  @Test
  void theEndOfARegistrationIsToldWhenTheReactorIsClosed() throws Exception {
    try (Pair pair = pair();
        Pair closed = pair()) {
      Reactor reactor = pump();
      reactor.register(pair.first(), Events.READ, new Ending());
      reactor.register(closed.first(), Events.READ, new Ending());
      closed.first().close(); // nobody pumps after that
      reactor.close();
      assertThat(all()).containsExactlyInAnyOrder("ended, open true", "ended, open false");
    }
  }

  @Test
  void whatIsThrownAtTheEndIsReported() throws Exception {
    IllegalStateException planted = new IllegalStateException("planted");
    EventHandler throwing =
        new EventHandler() {
          @Override
          public void handle(Occurrence occurrence) {}

          @Override
          public void registrationEnded(Connector connector) {
            throw planted;
          }
        };
    try (Pair pair = pair();
        Reactor reactor = pump()) {
      reactor.register(pair.first(), Events.READ, throwing);
    }
    assertThat(reported).containsExactly(planted);
  }
}
