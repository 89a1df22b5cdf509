// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.CapabilityException;
import org.packetloom.Connector;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Occurrence;
import org.packetloom.event.Reactor;
import org.packetloom.runtime.EachPoller;
import org.packetloom.runtime.Looms;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;
import org.packetloom.tls.TlsConnector;

/** A reactor watches encrypted connections: for records, for what was opened of them, for room. */
@EachPoller
class TlsReactorTest extends TlsFixture {
  private static final Duration SOON = Duration.ofMillis(20);

  @Parameter(0)
  String poller = "";

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @Override
  Packetloom open() throws Exception {
    return Looms.open("auto", poller);
  }

  @AfterEach
  void nothingHasFailed() {
    loom.close();
    assertThat(failures).isEmpty();
  }

  private TlsPair pair(String transport) throws Exception {
    return TlsPair.over(loom, loom.pair(transport), client, server);
  }

  private Reactor reactor(int workers) throws Exception {
    return loom.reactor()
        .poller(poller)
        .workers(workers)
        .onFailure((_, _, e) -> failures.add(e))
        .open();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tcp4://127.0.0.1:0 0", "tcp4://127.0.0.1:0 2", "local:// 0", "anon:// 2"})
  void whatComesIsEchoed(String row) throws Exception {
    int workers = Integer.parseInt(row.split(" ")[1]);
    try (Reactor reactor = reactor(workers);
        TlsPair pair = pair(row.split(" ")[0])) {
      StreamConnector far = pair.server();
      reactor.register(far, Events.READ, _ -> echo(far));
      run(reactor, workers);
      for (int size = 1; size < 20_000; size = size * 3 / 2 + 1) {
        byte[] sent = new byte[size];
        sent[size - 1] = (byte) size;
        byte[] back = new byte[size];
        pair.client().write(sent);
        pair.client().readFully(back);
        assertThat(back).isEqualTo(sent);
        if (size % 2 == 0) {
          pair.client().updateKeys(); // says nothing to the handler
        }
      }
    }
  }

  private static void echo(StreamConnector stream) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 15);
    while (stream.tryRead(bytes) > 0) {
      stream.write(bytes.flip());
      bytes.clear();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void whatAHandlerLeavesIsToldAgain(int workers) throws Exception {
    try (Reactor reactor = reactor(workers);
        TlsPair pair = pair("tcp4://127.0.0.1:0")) {
      for (int i = 0; i < 30; i++) {
        pair.client().write(new byte[100]); // a record each
      }
      AtomicInteger read = new AtomicInteger();
      AtomicInteger ended = new AtomicInteger();
      reactor.register(
          pair.server(),
          Events.READ,
          o -> {
            int n = pair.server().tryRead(ByteBuffer.allocate(30)); // once
            read.addAndGet(Math.max(n, 0));
            if (n < 0) {
              ended.incrementAndGet();
              o.registration().cancel();
            }
          });
      run(reactor, workers);
      Await.until("all is read", () -> read.get() == 3000);
      pair.client().write(new byte[7]);
      Await.until("more is read", () -> read.get() == 3007);
      pair.client().close();
      Await.until("the end is read", () -> ended.get() == 1);
    }
  }

  @Test
  void roomIsTold() throws Exception {
    try (Reactor reactor = reactor(2);
        TlsPair pair = pair("local://")) {
      AtomicLong written = new AtomicLong();
      ByteBuffer block = ByteBuffer.allocate(1 << 14);
      for (int n = pair.client().tryWrite(block); n > 0; ) {
        written.addAndGet(n);
        n = pair.client().tryWrite(block.clear());
      }
      AtomicInteger told = new AtomicInteger();
      reactor.register(
          pair.client(),
          Events.WRITE,
          o -> {
            told.incrementAndGet();
            o.registration().cancel();
          });
      assertThat(told).as("told that there is room").hasValue(0);
      Task<Long> reader =
          Task.start(
              loom.threadFactory(),
              () ->
                  pair.server().inputStream().transferTo(java.io.OutputStream.nullOutputStream()));
      Await.until("told", () -> told.get() == 1);
      pair.client().close();
      assertThat(reader.result()).isEqualTo(written.get());
    }
  }

  @Test
  void aCloseThatLingersEndsTheRegistration() throws Exception {
    AtomicInteger ended = new AtomicInteger();
    EventHandler handler =
        new EventHandler() {
          @Override
          public void handle(Occurrence occurrence) {}

          @Override
          public void registrationEnded(Connector connector) {
            ended.incrementAndGet();
          }
        };
    try (Reactor reactor = reactor(0);
        TlsPair pair = pair("local://")) {
      while (pair.client().tryWrite(ByteBuffer.allocate(1 << 14)) > 0) {}
      reactor.register(pair.client(), Events.READ, handler);
      pair.client().close();
      assertThat(pair.client().transport().isOpen()).as("lingers").isTrue();
      Await.until("told of the end", () -> reactor.processEvents(SOON) >= 0 && ended.get() == 1);
      pair.server().transport().write(new byte[10]); // for nobody
      assertThat(reactor.processEvents(SOON)).isZero();
    }
  }

  @Test
  void neitherHandshakesNorWhatHasNoDescriptorIsWatched() throws Exception {
    Pair transports = loom.pair("local://");
    try (Reactor reactor = reactor(2);
        TlsConnector near = client.lazilyOver(loom, transports.first())) {
      assertThatThrownBy(() -> reactor.register(near, Events.READ, _ -> {}))
          .isInstanceOf(CapabilityException.class)
          .hasMessageContaining("handshake()");
      transports.close();
    }
    MemoryTransport below = new MemoryTransport();
    MemoryTransport other = new MemoryTransport();
    try (Reactor reactor = reactor(2);
        TlsConnector near = client.lazilyOver(loom, below.stream());
        TlsConnector far = server.lazilyOver(loom, other.stream())) {
      for (int i = 0; i < 4; i++) {
        assertThat(near.tryRead(ByteBuffer.allocate(1))).isZero();
        other.give(below.takeWritten());
        assertThat(far.tryRead(ByteBuffer.allocate(1))).isZero();
        below.give(other.takeWritten());
      }
      assertThatThrownBy(() -> reactor.register(near, Events.READ, _ -> {}))
          .isInstanceOf(CapabilityException.class)
          .hasMessageContaining("no descriptor");
    }
  }
}
