// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.packetloom.Connector;
import org.packetloom.ConnectorClosedException;
import org.packetloom.Deadline;
import org.packetloom.Pair;
import org.packetloom.event.EventHandler;
import org.packetloom.event.EventSubscription;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.event.Registration;
import org.packetloom.event.Repetition;

/** What makes no sense is refused, and the message names it. */
@EachPoller
class ReactorInputTest extends ReactorContract {
  private static final Duration NEGATIVE = Duration.ofNanos(-1);

  private static void assertRefused(String name, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @SuppressWarnings("NullAway")
  private static <T> T nothing() {
    return null;
  }

  @Test
  void eventsThatAreNotOfTheKindAreRefusedByName() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      for (long bit = 1; bit < Events.USER; bit <<= 1) {
        long system = bit;
        String name = Events.toString(bit);
        assertRefused(name, () -> reactor.fire(system));
        assertRefused(name, () -> reactor.fire(system | Events.USER));
        assertRefused(name, () -> reactor.register(system, note()));
        assertRefused(name, () -> reactor.subscribe(system));
        assertRefused(name, () -> reactor.awaitEvents(system, Deadline.NONE));
      }
      assertRefused("no events", () -> reactor.fire(0));
      assertRefused("no events", () -> reactor.register(0, note()));
      assertRefused("no events", () -> reactor.register(pair.first(), 0, note()));
      for (long bit : new long[] {1 << 5, 1 << 6, 1 << 8, 1 << 14, 1 << 15, 1L << 63}) {
        String name = Events.toString(bit);
        assertRefused(name, () -> reactor.register(pair.first(), bit | Events.READ, note()));
      }
      Registration registration = reactor.register(pair.first(), Events.READ, note());
      assertRefused("USER<<0", () -> registration.events(Events.USER));
      assertRefused("no events", () -> registration.events(0));
      assertThat(registration.events()).as("as it was").isEqualTo(Events.READ);
      assertThat(reactor.statistics().connectors()).isEqualTo(1);
    }
  }

  @Test
  void timesThatMakeNoSenseAreRefusedByName() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      Deadline now = Deadline.after(Duration.ZERO);
      assertRefused("delay", () -> reactor.once(NEGATIVE, note()));
      assertRefused("time", () -> reactor.at(Deadline.NONE, note()));
      assertRefused("time", () -> reactor.every(Deadline.NONE, LONG, note()));
      assertRefused("interval", () -> reactor.every(now, NEGATIVE, note()));
      assertRefused("interval", () -> reactor.every(now, Duration.ZERO, 3, note()));
      Registration registration = reactor.register(pair.first(), Events.READ, note());
      assertRefused("PT-0.000000001S", () -> registration.idleTimeout(NEGATIVE));
      assertThatThrownBy(() -> reactor.register(Events.USER, note()).idleTimeout(LONG))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("user events");
      assertThat(reactor.statistics().timers()).isZero();
    }
  }

  @Test
  void theLongestTimesAreTaken() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
      reactor.once(longest, note());
      reactor.every(Deadline.after(longest), longest, note());
      reactor.register(pair.first(), Events.TIMEOUT, note()).idleTimeout(longest);
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      assertThat(reactor.statistics().timers()).isEqualTo(3);
      reactor.event().wake();
      assertThat(reactor.processEvents(longest)).isZero();
      reactor.event().wake();
      assertThat(reactor.processEvents(Duration.ofSeconds(Long.MIN_VALUE))).isZero();
    }
  }

  @Test
  void nobodyIsRefusedByName() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      Deadline now = Deadline.after(Duration.ZERO);
      EventHandler none = nothing();
      Connector nowhere = nothing();
      Stream.<ThrowingCallable>of(
              () -> reactor.register(pair.first(), Events.READ, none),
              () -> reactor.register(Events.USER, none),
              () -> reactor.once(LONG, none),
              () -> reactor.at(now, none),
              () -> reactor.every(now, LONG, none),
              () -> reactor.cancelTimers(none),
              () -> reactor.unregister(pair.first(), none))
          .forEach(
              each ->
                  assertThatThrownBy(each)
                      .isInstanceOf(NullPointerException.class)
                      .hasMessage("handler"));
      Stream.<ThrowingCallable>of(
              () -> reactor.register(nowhere, Events.READ, note()),
              () -> reactor.unregister(nowhere),
              () -> reactor.unregister(nowhere, note()))
          .forEach(
              each ->
                  assertThatThrownBy(each)
                      .isInstanceOf(NullPointerException.class)
                      .hasMessage("connector"));
      Repetition never = nothing();
      assertThatThrownBy(() -> reactor.register(pair.first(), Events.READ, note(), never))
          .hasMessage("repetition");
      assertThatThrownBy(() -> loom.reactor().poller(nothing())).hasMessage("name");
      assertThatThrownBy(() -> loom.reactor().dispatcher(nothing())).hasMessage("dispatcher");
      assertThatThrownBy(() -> loom.reactor().onFailure(nothing())).hasMessage("listener");
      assertThat(reactor.statistics().connectors()).isZero();
    }
  }

  @Test
  void aReactorThatIsClosedSaysSo() throws Exception {
    try (Pair pair = pair()) {
      Deadline now = Deadline.after(Duration.ZERO);
      for (int workers : new int[] {0, 2}) {
        Reactor reactor = reactor(workers).open();
        EventSubscription subscription = reactor.subscribe(Events.USER);
        reactor.close();
        Stream.<ThrowingCallable>of(
                () -> reactor.register(pair.first(), Events.READ, note()),
                () -> reactor.register(Events.USER, note()),
                () -> reactor.fire(Events.USER),
                () -> reactor.subscribe(Events.USER),
                () -> reactor.awaitEvents(Events.USER, now),
                () -> reactor.once(LONG, note()),
                () -> reactor.at(now, note()),
                () -> reactor.every(now, LONG, 2, note()),
                () -> reactor.workers(2))
            .forEach(
                each ->
                    assertThatThrownBy(each)
                        .isInstanceOf(ReactorClosedException.class)
                        .hasMessageContaining("the reactor is closed"));
        assertThatThrownBy(subscription::await).isInstanceOf(ConnectorClosedException.class);
        assertThatThrownBy(() -> reactor.event().post())
            .isInstanceOf(ConnectorClosedException.class);
        assertThat(reactor.unregister(pair.first())).isZero();
        assertThat(reactor.cancelTimers(note())).isZero();
        assertThat(reactor.poller()).isEqualTo(poller);
        assertThat(reactor.toString()).isNotBlank();
      }
    }
  }
}
