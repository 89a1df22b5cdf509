// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.packetloom.Pair;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.event.Registration;

/**
 * One handler that is always called may be called without more ado; whatever makes more of it is
 * seen by the next telling.
 */
@EachPump
class ReactorShortWayTest extends ReactorPumpContract {
  private static final String FIRST = "first";
  private static final String SECOND = "second";

  @Test
  void aLevelIsToldAtEachStepUntilItIsGone() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(pair.first(), Events.READ, note());
      send(pair.second(), 2);
      assertThat(reactor.processEvents(LONG)).isEqualTo(1);
      assertThat(reactor.processEvents(LONG)).isEqualTo(1);
      assertThat(drain(pair.first())).isEqualTo(2);
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      assertThat(all()).containsExactly(Events.READ, Events.READ);
      assertThat(reactor.statistics().handled()).isEqualTo(2);
    }
  }

  @Test
  void aSecondHandlerIsToldFromItsRegistrationToItsCancelling() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      send(pair.second(), 1);
      reactor.register(pair.first(), Events.READ, note(FIRST));
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly(FIRST);
      Registration second = reactor.register(pair.first(), Events.READ, note(SECOND));
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly(FIRST, SECOND);
      second.cancel();
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly(FIRST);
    }
  }

  @Test
  void aHandlerThatCancelsItselfIsNotCalledAgain() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      AtomicInteger calls = new AtomicInteger();
      reactor.register(
          pair.first(),
          Events.READ,
          o -> {
            if (calls.incrementAndGet() == 2) {
              o.registration().cancel();
            }
          });
      send(pair.second(), 1);
      settle(reactor);
      assertThat(calls).hasValue(2);
      assertThat(reactor.statistics().connectors()).isZero();
      reactor.register(pair.first(), Events.READ, note());
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly(Events.READ);
    }
  }

  @Test
  void eventsThatAHandlerChangesCountFromTheNextStepOn() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      reactor.register(
          pair.first(),
          Events.READ,
          o -> {
            told.add(o.events());
            o.registration().events(o.has(Events.READ) ? Events.WRITE : Events.READ);
          });
      send(pair.second(), 1);
      for (int i = 0; i < 4; i++) {
        assertThat(reactor.processEvents(LONG)).isEqualTo(1);
      }
      assertThat(all()).containsExactly(Events.READ, Events.WRITE, Events.READ, Events.WRITE);
    }
  }

  @Test
  void bytesThatAHandlerPutsBackAreToldAgain() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      ByteBuffer some = ByteBuffer.allocate(8);
      reactor.register(
          pair.first(),
          Events.READ,
          o -> {
            told.add(o.events());
            int n = pair.first().read(some.clear());
            if (told.size() < 3) {
              pair.first().unread(some.flip());
              assertThat(n).isEqualTo(1);
            }
          });
      send(pair.second(), 1);
      settle(reactor);
      assertThat(all()).containsExactly(Events.READ, Events.READ, Events.READ);
      assertThat(reported).isEmpty();
    }
  }

  @Test
  void anIdleTimeoutThatIsSetLaterIsTold() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      Registration registration =
          reactor.register(pair.first(), Events.READ | Events.TIMEOUT, note());
      send(pair.second(), 1);
      reactor.processEvents(LONG);
      drain(pair.first());
      registration.idleTimeout(Duration.ofMillis(5));
      while (reactor.processEvents(LONG) == 0) {
        continue;
      }
      assertThat(all()).containsExactly(Events.READ, Events.TIMEOUT);
    }
  }

  @Test
  void userEventsAndTheCloseAreToldBesideALevel() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      Registration registration =
          reactor.register(pair.first(), Events.READ | Events.CLOSE, note());
      send(pair.second(), 1);
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly(Events.READ);
      registration.tell(Events.USER);
      while (told.stream().noneMatch(each -> ((Long) each & Events.USER) != 0)) {
        reactor.processEvents(LONG);
      }
      all();
      pair.first().close();
      settle(reactor);
      assertThat(told.stream().filter(each -> ((Long) each & Events.CLOSE) != 0)).hasSize(1);
      assertThat(reactor.statistics().connectors()).isZero();
    }
  }

  @Test
  void manyConnectorsKeepTheirHandlersApartWhileOthersComeAndGo() throws Exception {
    int count = 150; // more than there is room for at first
    try (Reactor reactor = pump()) {
      for (int round = 0; round < 3; round++) {
        Pair[] pairs = new Pair[count];
        for (int i = 0; i < count; i++) {
          int index = i;
          pairs[i] = pair();
          reactor.register(
              pairs[i].first(),
              Events.READ,
              o -> {
                assertThat(o.connector()).isSameAs(pairs[index].first());
                assertThat(drain(pairs[index].first())).isEqualTo(1);
                told.add(index);
              });
        }
        for (int i = 0; i < count; i += 2) {
          send(pairs[i].second(), 1);
        }
        settle(reactor);
        assertThat(all()).hasSize(count / 2).allMatch(each -> (int) each % 2 == 0);
        for (Pair each : pairs) {
          each.close();
        }
        settle(reactor);
      }
      assertThat(reported).isEmpty();
    }
  }
}
