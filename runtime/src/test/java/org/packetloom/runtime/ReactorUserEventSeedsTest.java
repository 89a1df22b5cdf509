// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.event.EventSubscription;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.event.Registration;
import org.packetloom.suite.Task;

/** Events of the user's own: line D14 of what packeteer could, with 64 bits in place of 32. */
@EachPoller
class ReactorUserEventSeedsTest extends ReactorContract {
  private static final long ONE = Events.USER;
  private static final long TWO = Events.USER << 1;
  private static final long THREE = Events.USER << 2;

  @Test
  void d14EveryoneIsToldOnceWhatWasFiredAndAskedFor() throws Exception {
    try (Reactor reactor = pump()) {
      reactor.register(ONE | TWO, o -> told.add("first " + Events.toString(o.events())));
      Registration second =
          reactor.register(TWO | THREE, o -> told.add("second " + Events.toString(o.events())));
      for (long mask = ONE; mask <= (ONE | TWO | THREE); mask += ONE) {
        reactor.fire(mask);
      }
      settle(reactor);
      assertThat(all())
          .filteredOn(each -> each.toString().startsWith("first"))
          .containsExactly(
              "first USER<<0",
              "first USER<<1",
              "first USER<<0|USER<<1",
              "first USER<<0",
              "first USER<<1",
              "first USER<<0|USER<<1");
      assertThat(second.cancel()).isTrue();
      reactor.fire(ONE | TWO | THREE);
      settle(reactor);
      assertThat(all()).containsExactly("first USER<<0|USER<<1");
    }
  }

  @Test
  void d14SecondHandlersAreToldTheirOwnBits() throws Exception {
    try (Reactor reactor = pump()) {
      reactor.register(ONE | TWO, note("first"));
      reactor.register(TWO | THREE, note());
      reactor.fire(ONE);
      reactor.fire(ONE | TWO);
      reactor.fire(ONE | TWO | THREE);
      settle(reactor);
      assertThat(all()).filteredOn(each -> each instanceof Long).containsExactly(TWO, TWO | THREE);
    }
  }

  @Test
  void d14FiringsAreToldInOrderOneAtATime() throws Exception {
    try (Reactor reactor = reactor(4).open()) {
      List<Long> fired = new ArrayList<>();
      reactor.register(Events.ALL_USER, note());
      for (int i = 0; i < 500; i++) {
        long mask = Events.USER << i % 49;
        fired.add(mask);
        reactor.fire(mask);
      }
      for (long mask : fired) {
        assertThat(next()).isEqualTo(mask);
      }
    }
  }

  @Test
  void d14NothingIsKeptForThoseWhoComeLater() throws Exception {
    try (Reactor reactor = pump()) {
      reactor.fire(ONE);
      reactor.register(ONE, note());
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      reactor.fire(ONE);
      assertThat(reactor.processEvents(Duration.ZERO)).isEqualTo(1);
    }
  }

  // On purpose: one bit of the system in the mask is enough to be refused.
  @Test
  void d14EventsOfTheSystemAreRefusedByName() throws Exception {
    try (Reactor reactor = pump()) {
      assertThatThrownBy(() -> reactor.fire(Events.READ | ONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("events READ: not the user's own");
      assertThatThrownBy(() -> reactor.register(Events.CLOSE | Events.TIMEOUT, note()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("CLOSE|TIMEOUT");
      assertThatThrownBy(() -> reactor.subscribe(1 << 5)).hasMessageContaining("0x20");
      assertThatThrownBy(() -> reactor.awaitEvents(0, Deadline.NONE)).hasMessage("no events");
    }
  }

  @Test
  void d14AllBitsFromTheLowestToTheHighestAreTheUsers() throws Exception {
    try (Reactor reactor = pump()) {
      reactor.register(Events.ALL_USER, note());
      for (int bit = 15; bit < Long.SIZE; bit++) {
        reactor.fire(1L << bit);
      }
      settle(reactor);
      assertThat(all()).hasSize(49).endsWith(Long.MIN_VALUE);
    }
  }

  @Test
  void d14AMaskMayChangeAndSoMayWhoIsRegisteredInsideOfHandlers() throws Exception {
    try (Reactor reactor = pump()) {
      Registration changing = reactor.register(ONE, note());
      assertThat(changing.events(TWO).events()).isEqualTo(TWO);
      assertThatThrownBy(() -> changing.events(Events.READ)).hasMessageContaining("READ");
      reactor.register(
          ONE,
          o -> {
            reactor.register(THREE, note());
            reactor.fire(TWO | THREE);
            changing.cancel();
          });
      reactor.fire(ONE);
      settle(reactor);
      assertThat(all()).as("the first was cancelled before its turn").containsExactly(THREE);
      assertThat(changing.isActive()).isFalse();
    }
  }

  @Test
  void d14UserEventsHaveTheTimeOfTheirFiring() throws Exception {
    try (Reactor reactor = reactor(1).open()) {
      settleWorkers(reactor);
      reactor.register(ONE, o -> told.add(o.nanoTime()));
      long begin = System.nanoTime();
      reactor.fire(ONE);
      assertThat((long) next() - begin).isNotNegative();
    }
  }

  @Test
  void d14AThreadWaitsForSomeOfASet() throws Exception {
    try (Reactor reactor = reactor(1).open()) {
      Task<Long> waiting = start(() -> reactor.awaitEvents(ONE | TWO, Deadline.NONE)).awaitParked();
      reactor.fire(THREE);
      reactor.fire(TWO | THREE);
      assertThat(waiting.result()).isEqualTo(TWO);
      Deadline soon = Deadline.after(Duration.ofMillis(2));
      assertThat(reactor.awaitEvents(ONE, soon)).isZero();
      assertThat(soon.hasPassed()).isTrue();
    }
  }

  @Test
  void d14ASubscriptionKeepsEachBitOnce() throws Exception {
    try (Reactor reactor = pump();
        EventSubscription subscription = reactor.subscribe(ONE | TWO)) {
      assertThat(subscription.poll()).isZero();
      reactor.fire(ONE);
      reactor.fire(ONE | THREE);
      reactor.fire(TWO);
      assertThat(subscription.await()).isEqualTo(ONE | TWO);
      assertThat(subscription.poll()).isZero();
      Deadline.after(Duration.ofMillis(2))
          .run(
              () ->
                  assertThatThrownBy(subscription::await)
                      .isInstanceOf(ConnectorTimeoutException.class));
    }
  }

  @Test
  void d14EachEventGoesToOneOfThoseWhoWaitAndAllEndWithTheReactor() throws Exception {
    Reactor reactor = pump();
    EventSubscription subscription = reactor.subscribe(Events.ALL_USER);
    CountDownLatch taken = new CountDownLatch(20);
    List<Task<Void>> waiters = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waiters.add(
          startAction(
              () -> {
                while (true) {
                  long bits = subscription.await();
                  told.add(bits);
                  for (int bit = 0; bit < Long.bitCount(bits); bit++) {
                    taken.countDown();
                  }
                }
              }));
    }
    for (int i = 0; i < 20; i++) {
      reactor.fire(Events.USER << i);
    }
    taken.await();
    waiters.forEach(Task::awaitParked);
    reactor.close();
    for (Task<Void> each : waiters) {
      each.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    }
    assertThat(all().stream().mapToLong(each -> (long) each).sum())
        .as("each bit once")
        .isEqualTo((1L << 35) - (1L << 15));
  }
}
