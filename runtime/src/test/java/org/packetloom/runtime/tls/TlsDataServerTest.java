// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.packetloom.ConnectionLimit;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.event.DataConnection;
import org.packetloom.event.DataHandler;
import org.packetloom.event.DataServer;
import org.packetloom.event.DataServerStatistics;
import org.packetloom.event.Reactor;
import org.packetloom.proxy.ProxyProtocol;
import org.packetloom.runtime.EachPoller;
import org.packetloom.runtime.Looms;
import org.packetloom.suite.Await;
import org.packetloom.tls.Tls;
import org.packetloom.tls.TlsConnector;
import org.packetloom.tls.TlsHandshakeException;

/** A server without a thread for each connection, whose connections are encrypted. */
@EachPoller
class TlsDataServerTest extends TlsFixture {
  private static final String PLACE = "tcp4://127.0.0.1:0";

  @Parameter(0)
  String poller = "";

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger opened = new AtomicInteger();
  private Reactor reactor;

  @Override
  Packetloom open() throws Exception {
    return Looms.open("auto", poller);
  }

  @BeforeEach
  void openReactor() throws Exception {
    reactor = loom.reactor().poller(poller).workers(2).open();
  }

  @AfterEach
  void closeReactor() {
    reactor.close();
  }

  /** Echoes, and counts whom it was told of. */
  private final class Echo implements DataHandler {
    @Override
    public void opened(DataConnection connection) {
      assertThat(connection.connector()).isInstanceOf(TlsConnector.class);
      opened.incrementAndGet();
    }

    @Override
    public void received(DataConnection connection, ByteBuffer data) throws Exception {
      if (!connection.offer(data)) {
        connection.pause();
      }
    }

    @Override
    public void writable(DataConnection connection) {
      connection.resume();
    }
  }

  private DataServer.Builder builder() {
    return reactor.server(new Echo()).onFailure((_, failure) -> failures.add(failure));
  }

  private void assertEchoes(StreamConnector peer) throws IOException {
    try (TlsConnector encrypted = client.over(loom, peer)) {
      for (int size = 1; size < 100_000; size = size * 7 + 1) {
        byte[] sent = new byte[size];
        Arrays.fill(sent, (byte) size);
        byte[] back = new byte[size];
        encrypted.write(sent);
        encrypted.readFully(back);
        assertThat(back).isEqualTo(sent);
      }
    }
  }

  private static void awaitNobody(DataServer served) {
    Await.until("all are gone", () -> served.activeConnections() == 0);
  }

  @Test
  void connectionsAreEncrypted() throws Exception {
    try (DataServer served = builder().listen(PLACE).tls(server).start()) {
      assertEchoes(loom.connect(served.uri()));
      assertEchoes(loom.connect(served.uri()));
      awaitNobody(served);
      assertThat(served.statistics().accepted()).isEqualTo(2);
    }
    assertThat(opened).hasValue(2);
    assertThat(failures).isEmpty();
  }

  @Test
  void aListenerThatEncryptsIsServed() throws Exception {
    try (DataServer served =
        builder().listen(server.over(loom, loom.listen(PLACE))).tls(server).start()) {
      assertEchoes(loom.connect(served.uri()));
      awaitNobody(served);
    }
    assertThat(opened).hasValue(1);
    assertThat(failures).isEmpty();
  }

  @Test
  void peersThatSpeakSomethingElseAreReportedAndNobodyIsTold() throws Exception {
    try (DataServer served = builder().listen(PLACE).tls(server).start()) {
      try (StreamConnector plain = loom.connect(served.uri())) {
        plain.write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(plain.inputStream().readAllBytes()).hasSizeLessThan(100); // an alert
      }
      try (StreamConnector silent = loom.connect(served.uri())) {
        silent.shutdownOutput();
        assertThat(silent.inputStream().readAllBytes()).hasSizeLessThan(100);
      }
      Await.until("it was reported", () -> !failures.isEmpty());
      assertThat(failures).singleElement().isInstanceOf(TlsHandshakeException.class);
      assertEchoes(loom.connect(served.uri()));
      assertThat(served.statistics())
          .returns(1L, DataServerStatistics::failed)
          .returns(1L, DataServerStatistics::withoutHandshake);
    }
    assertThat(opened).hasValue(1);
  }

  @Test
  void handshakesThatALimitEndsAreCountedAmongThoseThatFailed() throws Exception {
    Tls hasty = server.handshakeTimeout(Duration.ofMillis(20));
    try (DataServer served = builder().listen(PLACE).tls(hasty).start();
        StreamConnector silent = loom.connect(served.uri())) {
      assertThat(silent.inputStream().readAllBytes()).hasSizeLessThan(100);
      Await.until("it was reported", () -> !failures.isEmpty());
      assertThat(served.statistics())
          .returns(1L, DataServerStatistics::withoutHandshake)
          .returns(1L, statistics -> statistics.limited(ConnectionLimit.HANDSHAKE_TIME));
    }
  }

  @Test
  void aServerThatClosesEndsHandshakesToo() throws Exception {
    AtomicInteger made = new AtomicInteger();
    Tls noting = server.parameters(_ -> made.incrementAndGet());
    DataServer served = builder().listen(PLACE).tls(noting).start();
    int before = made.get();
    try (StreamConnector silent = loom.connect(served.uri())) {
      Await.until("it is to shake hands", () -> made.get() > before);
      served.close();
      assertThat(silent.inputStream().readAllBytes()).hasSizeLessThan(100); // an alert
      awaitNobody(served);
      served.await();
    }
    assertThat(opened).hasValue(0);
    assertThat(failures).isEmpty();
  }

  @Test
  void aProxyTellsInPlainTextWhomItSpeaksFor() throws Exception {
    try (DataServer served =
        builder()
            .listen(PLACE)
            .tls(server)
            .proxyProtocol(ProxyProtocol.from("127.0.0.1"))
            .start()) {
      StreamConnector peer = loom.connect(served.uri());
      peer.write("PROXY TCP4 192.0.2.1 192.0.2.2 5 6\r\n".getBytes(StandardCharsets.US_ASCII));
      assertEchoes(peer);
      awaitNobody(served);
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void theSettingOfAClientIsRefused() {
    assertThatThrownBy(() -> builder().tls(client)).isInstanceOf(IllegalStateException.class);
  }
}
