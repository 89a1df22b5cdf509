// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.event.Event;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.suite.Await;

/** What a reactor promises, on every poller. */
@Timeout(30)
class ReactorTest {
  private final BlockingQueue<Long> told = new LinkedBlockingQueue<>();
  private Packetloom loom;

  @BeforeEach
  void open() throws Exception {
    loom = Packetloom.open();
  }

  @AfterEach
  void close() {
    loom.close();
  }

  private Reactor workers(String poller, int count) throws Exception {
    return loom.reactor().poller(poller).workers(count).open();
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "poll", "io_uring"})
  void aReadableByteRunsAHandlerOnceWithFourWorkers(String poller) throws Exception {
    try (Reactor reactor = workers(poller, 4);
        Pair pair = loom.pair("local://")) {
      AtomicInteger calls = new AtomicInteger();
      ByteBuffer one = ByteBuffer.allocate(1);
      reactor.register(
          pair.first(),
          Events.READ,
          o -> {
            calls.incrementAndGet();
            pair.first().tryRead(one.clear());
            told.add(o.events());
          });
      pair.second().write(new byte[] {1});
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(Events.READ);
      reactor.event().post();
      reactor.event().post();
      assertThat(calls).hasValue(1);
      pair.second().write(new byte[] {2});
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(Events.READ);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "poll", "io_uring"})
  void aHandlerChangesItsOwnRegistration(String poller) throws Exception {
    try (Reactor reactor = workers(poller, 2);
        Pair pair = loom.pair("local://")) {
      var registration =
          reactor.register(
              pair.first(),
              Events.WRITE,
              o -> {
                o.registration().events(Events.READ);
                told.add(o.events());
                if (o.has(Events.READ)) {
                  o.registration().cancel();
                }
              });
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(Events.WRITE);
      pair.second().write(new byte[] {1});
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(Events.READ);
      // the handler has told before it cancels, and may be between the two
      Await.until("the registration ends", () -> !registration.isActive());
      reactor.event().post();
      assertThat(told).isEmpty();
      reactor.once(Duration.ZERO, o -> o.registration());
      reactor.once(Duration.ofMillis(1), o -> told.add(o.events()));
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(Events.TIMEOUT);
      // the first timer may still run, on the other worker
      Await.until("a timer has no registration", () -> reactor.statistics().failed() == 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "poll", "io_uring"})
  void aHandlerThatFailsOfTheCloseOfItsConnectorIsNotReported(String poller) throws Exception {
    BlockingQueue<Throwable> reported = new LinkedBlockingQueue<>();
    try (Reactor reactor =
            loom.reactor()
                .poller(poller)
                .workers(0)
                .onFailure((_, _, failure) -> reported.add(failure))
                .open();
        Pair pair = loom.pair("local://")) {
      reactor.register(
          pair.first(),
          Events.WRITE,
          _ -> {
            pair.first().close();
            pair.first().write(new byte[] {1});
          });
      reactor.register(
          pair.second(),
          Events.WRITE,
          _ -> {
            pair.second().close();
            throw new IllegalStateException("anything else is");
          });
      while (reported.isEmpty()) {
        reactor.processEvents(Duration.ofSeconds(20));
      }
      assertThat(reported).singleElement().isInstanceOf(IllegalStateException.class);
      assertThat(reactor.statistics().failed()).isEqualTo(1);
    }
  }

  @Test
  void aPostThatWouldWaitForItselfIsRefused() throws Exception {
    try (Reactor reactor = workers("auto", 0)) {
      Event event = reactor.event();
      reactor.once(
          Duration.ZERO,
          _ -> {
            assertThatThrownBy(event::post).isInstanceOf(IllegalStateException.class);
            event.wake();
            told.add(1L);
          });
      while (told.isEmpty()) {
        reactor.processEvents(Duration.ofSeconds(20));
      }
      assertThat(reactor.statistics().failed()).isZero();
    }
  }

  @Test
  void aDispatcherThatThrowsIsGivenTheOtherTasksAllTheSame() throws Exception {
    try (Pair pair = loom.pair("local://");
        Reactor reactor =
            loom.reactor()
                .workers(0)
                .dispatcher(
                    (tasks, isUrgent) -> {
                      if (isUrgent) {
                        throw new IllegalStateException("full");
                      }
                      tasks.forEach(Runnable::run);
                    })
                .open()) {
      reactor.register(pair.first(), Events.WRITE, o -> told.add(o.events()));
      reactor.register(Events.USER, o -> told.add(o.events()));
      reactor.fire(Events.USER);
      assertThatThrownBy(() -> reactor.processEvents(Duration.ofSeconds(20))).hasMessage("full");
      assertThat(told).containsExactly(Events.USER);
    }
  }
}
