// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.packetloom.Pair;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.event.Registration;

/** Handlers are told that nothing occurred for as long as they said. */
@EachPoller
class ReactorIdleTest extends ReactorContract {
  @Test
  void idleTimeoutsBeginAnewWithEachCall() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      Duration idle = Duration.ofMillis(20);
      Registration registration =
          reactor
              .register(
                  pair.first(),
                  Events.READ | Events.TIMEOUT,
                  o -> {
                    drain(pair.first());
                    told.add(Events.toString(o.events()));
                    told.add(o.nanoTime());
                  })
              .idleTimeout(idle);
      assertThat(nextOf(reactor)).isEqualTo("TIMEOUT");
      next();
      send(pair.second(), 1);
      while (!nextOf(reactor).contains("READ")) { // a slow machine sends later than it is idle
        next();
      }
      long calledAt = (long) next();
      assertThat(nextOf(reactor)).isEqualTo("TIMEOUT");
      assertThat((long) next() - calledAt).isGreaterThanOrEqualTo(idle.toNanos());
      registration.idleTimeout(Duration.ZERO);
      assertThat(reactor.statistics().timers()).isZero();
    }
  }

  /** The events of the next call. */
  private String nextOf(Reactor reactor) throws Exception {
    while (told.isEmpty()) {
      reactor.processEvents(LONG);
    }
    return next().toString();
  }

  @Test
  void idleTimeoutsLeaveWithTheirRegistrations() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = pair()) {
      Duration hour = Duration.ofHours(1);
      for (int i = 0; i < 10; i++) {
        Registration one =
            reactor
                .register(pair.first(), Events.READ | Events.TIMEOUT, note())
                .idleTimeout(hour)
                .idleTimeout(hour.plusSeconds(1));
        assertThat(reactor.statistics().timers()).isEqualTo(1);
        if (i % 2 == 0) {
          one.cancel();
        } else {
          reactor.unregister(pair.first());
        }
        assertThat(reactor.statistics().timers()).isZero();
        assertThat(one.idleTimeout(hour).isActive()).isFalse();
        assertThat(reactor.statistics().timers()).as("it has ended").isZero();
      }
      reactor.register(pair.first(), Events.TIMEOUT, note()).idleTimeout(hour);
      pair.first().close();
      settle(reactor);
      assertThat(reactor.statistics().timers()).isZero();
    }
  }

  @Test
  void idleTimeoutsAreOfOneRegistrationEach() throws Exception {
    try (Reactor reactor = reactor(2).open();
        Pair pair = pair()) {
      reactor
          .register(pair.first(), Events.READ, note("no timeout"))
          .idleTimeout(Duration.ofMillis(1));
      reactor.register(pair.first(), Events.TIMEOUT, note()).idleTimeout(Duration.ofMillis(3));
      assertThat(next()).isEqualTo(Events.TIMEOUT);
      assertThat(next()).as("again").isEqualTo(Events.TIMEOUT);
    }
  }
}
