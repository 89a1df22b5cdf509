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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;

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
  void pumpTellsAsLongAsSomethingCanBeRead(String poller) throws Exception {
    try (Reactor reactor = workers(poller, 0);
        Pair pair = loom.pair("local://")) {
      reactor.register(pair.first(), Events.READ, o -> told.add(o.events()));
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      pair.second().write(new byte[] {1});
      assertThat(reactor.processEvents(Duration.ofSeconds(20))).isEqualTo(1);
      assertThat(reactor.processEvents(Duration.ofSeconds(20))).isEqualTo(1);
      pair.first().read(ByteBuffer.allocate(1));
      assertThat(reactor.processEvents(Duration.ZERO)).isZero();
      assertThat(told).hasSize(2);
      assertThatThrownBy(() -> reactor.fire(Events.READ)).hasMessageContaining("READ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "poll", "io_uring"})
  void closingAConnectorIsTold(String poller) throws Exception {
    try (Reactor reactor = workers(poller, 2);
        Pair pair = loom.pair("local://")) {
      var registration = reactor.register(pair.first(), Events.CLOSE, o -> told.add(o.events()));
      pair.first().close();
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(Events.CLOSE);
      reactor.once(Duration.ofMillis(5), o -> told.add(o.events()));
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(Events.TIMEOUT);
      assertThat(registration.isActive()).isFalse();
      assertThat(reactor.statistics().connectors()).isZero();
    }
  }
}
