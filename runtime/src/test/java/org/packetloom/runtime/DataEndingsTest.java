// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectorClosedException;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;
import org.packetloom.event.DataConnection;
import org.packetloom.event.DataHandler;
import org.packetloom.event.DataLimits;
import org.packetloom.event.DataServer;
import org.packetloom.event.ReactorClosedException;
import org.packetloom.suite.Await;

/** How connections end that a reactor serves: each tells it once. */
class DataEndingsTest extends DataContract {
  private final AtomicReference<DataConnection> served = new AtomicReference<>();

  private final DataHandler noting =
      new Noting("server") {
        @Override
        public void opened(DataConnection connection) throws Exception {
          served.set(connection);
          super.opened(connection);
        }
      };

  private DataServer serve(String uri, DataHandler handler) throws IOException {
    return reactor.server(handler).listen(uri).start();
  }

  private StreamConnector connect(DataServer server) throws Exception {
    StreamConnector client = loom.connect(server.uri());
    assertThat(next()).isEqualTo("server opened");
    return client;
  }

  /** Checks that nothing is told but that it is closed. */
  private void assertClosed(String how) throws Exception {
    assertThat(next()).isEqualTo("server closed" + how);
    reactor.close(); // which could tell it once more
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL, NEAR})
  void thePeersEndIsToldAndThenTheClose(String uri) throws Exception {
    try (DataServer server = serve(uri, noting)) {
      connect(server).close();
      assertThat(next()).isEqualTo("server ended, left 0");
      assertClosed("");
    }
  }

  @Test
  void aResetIsWhatClosedIt() throws Exception {
    try (DataServer server = serve(TCP, noting)) {
      StreamConnector client = connect(server);
      client.option(StandardSocketOptions.SO_LINGER, 0);
      client.close();
      assertClosed(" by ConnectionResetException");
    }
  }

  @Test
  void aWriteThatFailsClosesIt() throws Exception {
    DataHandler deaf =
        new Noting("server") {
          @Override
          public void ended(DataConnection connection, ByteBuffer rest) throws Exception {
            connection.offer(ByteBuffer.allocate(10));
          }
        };
    try (DataServer server = serve(LOCAL, deaf)) {
      connect(server).close();
      assertClosed(" by BrokenPipeException");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL, NEAR})
  void aHandlerThatThrowsEndsItsConnectionAndNoOther(String uri) throws Exception {
    IllegalStateException planted = new IllegalStateException("planted");
    DataHandler throwing =
        new Noting("server") {
          @Override
          public void received(DataConnection connection, ByteBuffer data) {
            throw planted;
          }
        };
    try (DataServer server = serve(uri, throwing);
        StreamConnector first = connect(server);
        StreamConnector second = connect(server)) {
      first.write(new byte[1]);
      assertThat(next()).isEqualTo("server closed by IllegalStateException");
      assertThat(ToolkitTest.readByte(first)).isEqualTo(-1);
      assertThat(reported).containsExactly(planted);
      Await.until("one is left", () -> server.activeConnections() == 1);
      second.shutdownOutput();
      assertThat(next()).isEqualTo("server ended, left 0");
      assertClosed("");
    }
  }

  @Test
  void theServersListenerHearsOfHandlers() throws Exception {
    IllegalStateException planted = new IllegalStateException("planted");
    DataHandler throwing =
        new Noting("server") {
          @Override
          public void opened(DataConnection connection) {
            throw planted;
          }
        };
    List<Throwable> heard = new CopyOnWriteArrayList<>();
    try (DataServer server =
            reactor
                .server(throwing)
                .listen(TCP)
                .onFailure((_, failure) -> heard.add(failure))
                .start();
        StreamConnector _ = loom.connect(server.uri())) {
      assertClosed(" by IllegalStateException");
      assertThat(heard).containsExactly(planted);
      assertThat(reported).isEmpty();
      assertThat(server.statistics().failed()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL, NEAR})
  void closingItHereIsNoFailure(String uri) throws Exception {
    try (DataServer server = serve(uri, noting);
        StreamConnector client = connect(server)) {
      served.get().close();
      served.get().close();
      assertThat(ToolkitTest.readByte(client)).isEqualTo(-1);
      assertThatThrownBy(() -> served.get().offer(ByteBuffer.allocate(1)))
          .isInstanceOf(ConnectorClosedException.class);
      assertClosed("");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL, NEAR})
  void closingItsConnectorIsClosingIt(String uri) throws Exception {
    try (DataServer server = serve(uri, noting);
        StreamConnector _ = connect(server)) {
      served.get().connector().close();
      assertClosed("");
      assertThat(server.activeConnections()).isZero();
    }
  }

  @Test
  void closingItInAHandlerIsNoFailureEvenIfThatThrowsForIt() throws Exception {
    DataHandler hasty =
        new Noting("server") {
          @Override
          public void received(DataConnection connection, ByteBuffer data) throws Exception {
            connection.close();
            connection.offer(data);
          }
        };
    try (DataServer server = serve(TCP, hasty);
        StreamConnector client = connect(server)) {
      client.write(new byte[1]);
      assertClosed("");
      assertThat(reported).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL, NEAR})
  void closingGentlyWritesEverythingAndDropsWhatThePeerStillSends(String uri) throws Exception {
    try (DataServer server = serve(uri, noting);
        StreamConnector client = connect(server)) {
      byte[] much = new byte[300_000];
      assertThat(served.get().offer(ByteBuffer.wrap(much))).isTrue();
      served.get().closeGently(Deadline.after(Duration.ofSeconds(30)));
      assertThat(served.get().isOpen()).isFalse();
      client.write(new byte[100]);
      assertThat(client.inputStream().readAllBytes()).hasSize(much.length);
      client.write(new byte[100]);
      assertThat(told).isEmpty();
      client.shutdownOutput();
      assertClosed("");
    }
  }

  @Test
  void closingGentlyLosesPatienceWithAPeerThatDoesNotRead() throws Exception {
    DataLimits limits = DataLimits.DEFAULT.queueBytes(8 << 20);
    try (DataServer server = reactor.server(noting).listen(LOCAL).limits(limits).start();
        StreamConnector _ = connect(server)) {
      assertThat(served.get().offer(ByteBuffer.allocate(8 << 20))).isTrue();
      served.get().closeGently(Deadline.after(Duration.ofMillis(5)));
      assertClosed(" by ConnectorTimeoutException");
    }
  }

  @Test
  void closingGentlyLosesPatienceWithAPeerThatDoesNotEnd() throws Exception {
    try (DataServer server = serve(TCP, noting);
        StreamConnector client = connect(server)) {
      served.get().closeGently(Deadline.after(Duration.ofMillis(5)));
      assertThat(ToolkitTest.readByte(client)).isEqualTo(-1);
      assertClosed("");
      assertThat(reactor.statistics().timers()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL, NEAR})
  void closingTheServerClosesAll(String uri) throws Exception {
    DataServer server = serve(uri, noting);
    try (StreamConnector client = connect(server)) {
      server.close();
      assertThat(ToolkitTest.readByte(client)).isEqualTo(-1);
      server.await();
      assertThatThrownBy(() -> loom.connect(server.uri())).isInstanceOf(IOException.class);
      assertNothingRegistered();
      assertClosed("");
    }
  }

  @Test
  void drainingLetsConnectionsEndAndClosesTheRest() throws Exception {
    DataServer server = serve(TCP, noting);
    try (StreamConnector client = connect(server)) {
      connect(server).close();
      assertThat(next()).isEqualTo("server ended, left 0");
      assertThat(next()).isEqualTo("server closed");
      client.write(new byte[3]);
      assertThat(next()).isEqualTo("server received 3");
      assertThat(server.drain(Deadline.after(Duration.ofMillis(5)))).isEqualTo(1);
      assertThat(ToolkitTest.readByte(client)).isEqualTo(-1);
      assertClosed("");
    }
    assertThat(server.drain(Deadline.NONE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL, NEAR})
  void closingTheReactorClosesAll(String uri) throws Exception {
    DataServer server = serve(uri, noting);
    try (StreamConnector client = connect(server)) {
      reactor.close();
      assertThat(ToolkitTest.readByte(client)).isEqualTo(-1);
      server.await();
      assertClosed("");
      assertThatThrownBy(() -> serve(uri, noting)).isInstanceOf(ReactorClosedException.class);
      assertThatThrownBy(() -> reactor.adopt(loom.pair("local://").first(), noting))
          .isInstanceOf(ReactorClosedException.class);
    }
  }

  @Test
  void closingTheReactorInAHandlerIsToldWhenThatIsOver() throws Exception {
    DataHandler closing =
        new Noting("server") {
          @Override
          public void received(DataConnection connection, ByteBuffer data) throws Exception {
            reactor.close();
            super.received(connection, data);
          }
        };
    try (DataServer server = serve(TCP, closing);
        StreamConnector client = connect(server)) {
      client.write(new byte[1]);
      server.await();
      assertThat(next()).isEqualTo("server received 1");
      assertClosed("");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL, NEAR})
  void closingTheToolkitClosesAll(String uri) throws Exception {
    DataServer server = serve(uri, noting);
    StreamConnector client = connect(server);
    loom.close();
    server.await();
    assertThat(client.isOpen()).isFalse();
    reactor.close();
    assertThat(told).endsWith("server closed"); // the client's close may have come before
    assertThat(told).filteredOn(each -> each.startsWith("server closed")).hasSize(1);
  }

  @Test
  void closingTheListenerLeavesConnectionsAndEndsTheServerWithThem() throws Exception {
    var listener = loom.listen(TCP);
    DataServer server = reactor.server(noting).listen(listener).start();
    try (StreamConnector client = connect(server)) {
      listener.close();
      client.write(new byte[2]);
      assertThat(next()).isEqualTo("server received 2");
    }
    server.await();
    assertThat(next()).isEqualTo("server ended, left 0");
    assertClosed("");
  }

  @Test
  void adoptingWhatIsClosedFailsAndTellsNothing() throws Exception {
    StreamConnector connector = loom.pair("local://").first();
    connector.close();
    assertThatThrownBy(() -> reactor.adopt(connector, noting))
        .isInstanceOf(ConnectorClosedException.class);
    assertThat(told).isEmpty();
    assertNothingRegistered();
  }

  @Test
  void racingClosesTellItOnce() throws Exception {
    try (DataServer server = serve(LOCAL, noting)) {
      for (int i = 0; i < 100; i++) {
        StreamConnector client = connect(server);
        var racing = ToolkitTest.startAction(served.get()::close);
        client.close();
        racing.result();
        Await.until("closed", () -> server.activeConnections() == 0);
        assertThat(told.stream().filter(each -> each.startsWith("server closed"))).hasSize(1);
        told.clear();
      }
    }
  }
}
