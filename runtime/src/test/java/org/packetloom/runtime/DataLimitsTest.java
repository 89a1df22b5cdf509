// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectionLimit;
import org.packetloom.ConnectionLimitException;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;
import org.packetloom.event.DataConnection;
import org.packetloom.event.DataHandler;
import org.packetloom.event.DataLimits;
import org.packetloom.event.DataServer;
import org.packetloom.proxy.ProxyHeader;
import org.packetloom.proxy.ProxyProtocol;
import org.packetloom.proxy.ProxyProtocolException;
import org.packetloom.suite.Await;

/** What a server of data does about peers that are too many or too slow, and behind proxies. */
class DataLimitsTest extends DataContract {
  private static final Duration SOON = Duration.ofMillis(40);
  private static final InetSocketAddress CLIENT = at("203.0.113.7", 40_000);
  private static final InetSocketAddress SERVICE = at("2001:db8::80", 443);
  private static final DataHandler ECHO = (c, data) -> c.offer(data);

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  /** What is tested here is above the pollers. */
  @BeforeParameterizedClassInvocation
  static void leaveOutPollersThatDifferLittle(String poller, String mode) {
    assumeTrue(poller.equals(mode.equals("pump") ? "poll" : "epoll"), "this row tells no more");
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private DataServer.Builder server(String uri, DataHandler handler) {
    return reactor.server(handler).listen(uri).onFailure((_, failure) -> failures.add(failure));
  }

  private void assertLimited(DataServer server, ConnectionLimit limit, int times) {
    Await.until("limits are reported", () -> failures.size() >= times);
    assertThat(failures)
        .hasSize(times)
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOfSatisfying(
                        ConnectionLimitException.class,
                        e -> assertThat(e.limit()).isEqualTo(limit)));
    assertThat(server.statistics().limited(limit)).isEqualTo(times);
  }

  private static void assertEchoes(StreamConnector client) throws IOException {
    client.write(new byte[] {7});
    assertThat(client.inputStream().read()).isEqualTo(7);
  }

  /** Whether nothing more comes: the end, or a reset as the server had not read everything. */
  private static boolean isEnded(StreamConnector client) {
    try {
      return client.read(new byte[1]) < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  // ---- limits

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL})
  void onePeerMayNotHaveMoreThanItsShare(String uri) throws Exception {
    try (DataServer server = server(uri, ECHO).maxConnectionsPerPeer(2).start();
        StreamConnector first = loom.connect(server.uri());
        StreamConnector second = loom.connect(server.uri())) {
      assertEchoes(first);
      assertEchoes(second);
      try (StreamConnector third = loom.connect(server.uri())) {
        assertThat(isEnded(third)).isTrue();
      }
      assertLimited(server, ConnectionLimit.PEER_CONNECTIONS, 1);
      first.close();
      Await.until("the first has left", () -> server.activeConnections() == 1);
      try (StreamConnector fourth = loom.connect(server.uri())) {
        assertEchoes(fourth);
        assertEchoes(second);
      }
      assertThat(server.statistics().accepted()).isEqualTo(3);
    }
    assertThat(failures).hasSize(1);
    assertNothingRegistered();
  }

  /** Serves one client until a limit ends it, and tells its handler and the listener why. */
  private void assertEndedBy(ConnectionLimit limit, DataServer.Builder builder) throws Exception {
    try (DataServer server = builder.start();
        StreamConnector client = loom.connect(server.uri())) {
      assertThat(isEnded(client)).isTrue();
      assertLimited(server, limit, 1);
      assertThat(told(2)).containsExactly("server opened", "server closed by " + reason());
      Await.until("nothing is served", () -> server.activeConnections() == 0);
    }
  }

  private static String reason() {
    return ConnectionLimitException.class.getSimpleName();
  }

  @Test
  void anIdleConnectionIsEnded() throws Exception {
    assertEndedBy(ConnectionLimit.IDLE, server(TCP, new Noting("server")).idleTimeout(SOON));
  }

  @Test
  void aPeerThatSaysNothingIsEnded() throws Exception {
    assertEndedBy(
        ConnectionLimit.FIRST_BYTE, server(TCP, new Noting("server")).firstByteTimeout(SOON));
  }

  @Test
  void aConnectionThatLastsTooLongIsEnded() throws Exception {
    assertEndedBy(
        ConnectionLimit.DEADLINE, server(TCP, new Noting("server")).connectionDeadline(SOON));
  }

  @Test
  void aPeerThatDoesNotReadIsEnded() throws Exception {
    DataHandler talkative =
        new Noting("server") {
          @Override
          public void opened(DataConnection connection) throws Exception {
            super.opened(connection);
            while (connection.offer(ByteBuffer.allocate(1 << 16))) {
              continue;
            }
          }
        };
    DataLimits much = DataLimits.DEFAULT.queueBytes(1 << 24); // more than the system takes
    try (DataServer server = server(TCP, talkative).limits(much).minimumRate(1, SOON).start();
        StreamConnector client = loom.connect(server.uri())) {
      assertLimited(server, ConnectionLimit.RATE, 1);
      assertThat(told(2)).last().isEqualTo("server closed by " + reason());
      assertThat(client.isOpen()).isTrue();
    }
  }

  @Test
  void aPeerThatDripsIsEnded() throws Exception {
    DataHandler swallowing = (_, data) -> data.position(data.limit());
    DataServer.Builder builder =
        server(TCP, swallowing).minimumRate(1 << 30, Duration.ofMillis(100));
    try (DataServer server = builder.start();
        StreamConnector client = loom.connect(server.uri())) {
      Await.until(
          "dripping ends",
          () -> {
            try {
              client.write(new byte[1]);
              return !failures.isEmpty();
            } catch (IOException gone) {
              return true;
            }
          });
      assertLimited(server, ConnectionLimit.RATE, 1);
    }
  }

  @Test
  void aPausedConnectionIsNoSlowPeer() throws Exception {
    DataHandler pausing =
        (c, data) -> {
          data.position(data.limit());
          c.pause();
          told.add("paused");
        };
    DataServer.Builder builder =
        server(TCP, pausing).minimumRate(1 << 30, SOON).connectionDeadline(SOON.multipliedBy(4));
    try (DataServer server = builder.start();
        StreamConnector client = loom.connect(server.uri())) {
      client.write(new byte[10]);
      assertThat(next()).isEqualTo("paused");
      assertLimited(server, ConnectionLimit.DEADLINE, 1);
    }
  }

  @Test
  void shardsShareOneAddress() throws Exception {
    try (DataServer server = server(TCP, ECHO).reusePort(4).start()) {
      assertThat(server.uris()).hasSize(1);
      List<StreamConnector> clients = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        clients.add(loom.connect(server.uri()));
      }
      for (StreamConnector client : clients) {
        assertEchoes(client);
      }
      assertThat(server.activeConnections()).isEqualTo(40);
      for (StreamConnector client : clients) {
        client.close();
      }
    }
    assertThat(failures).isEmpty();
    assertNothingRegistered();
  }

  // ---- proxies

  private static List<ProxyHeader> headers() {
    return List.of(ProxyHeader.v1(CLIENT, SERVICE), ProxyHeader.v2(CLIENT, SERVICE).withChecksum());
  }

  @ParameterizedTest
  @ValueSource(strings = {TCP, LOCAL})
  void theClientOfTheProxyIsThePeer(String uri) throws Exception {
    Queue<StreamConnector> seen = new ConcurrentLinkedQueue<>();
    DataHandler handler =
        new Noting("server") {
          @Override
          public void opened(DataConnection connection) {
            seen.add(connection.connector());
          }

          @Override
          public void received(DataConnection connection, ByteBuffer data) throws Exception {
            connection.offer(data);
          }
        };
    try (DataServer server =
        server(uri, handler).proxyProtocol(ProxyProtocol.fromAnyone()).start()) {
      for (ProxyHeader header : headers()) {
        try (StreamConnector proxy = loom.connect(server.uri())) {
          byte[] start = header.toBytes();
          proxy.write(ByteBuffer.allocate(start.length + 3).put(start).put((byte) 9).rewind());
          byte[] received = new byte[3];
          proxy.readFully(received);
          assertThat(received).as("not a byte is lost").containsExactly(9, 0, 0);
        }
        StreamConnector served = seen.remove();
        assertThat(served.peerAddress()).hasValue(CLIENT);
        assertThat(served.proxyHeader()).hasValue(header);
      }
      try (StreamConnector proxy = loom.connect(server.uri())) {
        for (byte one : headers().getFirst().toBytes()) {
          assertThat(seen).isEmpty();
          proxy.write(new byte[] {one});
        }
        assertEchoes(proxy);
      }
      assertThat(failures).isEmpty();
    }
    assertNothingRegistered();
  }

  @Test
  void aWrongHeaderEndsItsConnectionAlone() throws Exception {
    DataServer.Builder builder = server(TCP, ECHO).proxyProtocol(ProxyProtocol.fromAnyone());
    try (DataServer server = builder.start();
        StreamConnector good = loom.connect(server.uri())) {
      good.write(ProxyHeader.v1Unknown().toBytes());
      for (String start : List.of("GET / HTTP/1.1\r\n\r\n", "PROXY TCP4 1.1.1.1 1.1.1.1 1 x\r\n")) {
        try (StreamConnector bad = loom.connect(server.uri())) {
          bad.write(start.getBytes(StandardCharsets.US_ASCII));
          assertThat(isEnded(bad)).isTrue();
        }
      }
      Await.until("both are reported", () -> failures.size() == 2);
      assertThat(failures).hasOnlyElementsOfType(ProxyProtocolException.class);
      assertThat(server.statistics().withoutHeader()).isEqualTo(2);
      assertEchoes(good);
      assertThat(server.statistics().accepted()).isEqualTo(1);
    }
  }

  @Test
  void aHeaderThatTakesTooLongIsNotWaitedFor() throws Exception {
    ProxyProtocol hasty = ProxyProtocol.fromAnyone().headerTimeout(SOON);
    DataServer.Builder builder =
        server(TCP, new Noting("server")).maxConnections(1).proxyProtocol(hasty);
    try (DataServer server = builder.start();
        StreamConnector slow = loom.connect(server.uri());
        StreamConnector next = loom.connect(server.uri())) {
      slow.write("PROXY".getBytes(StandardCharsets.US_ASCII));
      assertThat(isEnded(slow)).isTrue();
      assertThat(isEnded(next)).as("the next had its place").isTrue();
      Await.until("both are reported", () -> failures.size() == 2);
      assertThat(failures)
          .hasOnlyElementsOfType(ProxyProtocolException.class)
          .allSatisfy(e -> assertThat(e).hasMessageContaining("not complete after PT0.04S"));
      assertThat(server.statistics().accepted()).isZero();
    }
    assertThat(told).as("what its handler was told").isEmpty();
  }

  @Test
  void anEmptyConnectionOfAProxyIsNoFailure() throws Exception {
    DataServer.Builder builder =
        server(TCP, ECHO).maxConnections(1).proxyProtocol(ProxyProtocol.fromAnyone());
    try (DataServer server = builder.start()) {
      loom.connect(server.uri()).close();
      try (StreamConnector proxy = loom.connect(server.uri())) {
        proxy.write(ProxyHeader.v2Local().toBytes());
        assertEchoes(proxy);
      }
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void onlyProxiesAreBelieved() throws Exception {
    ProxyProtocol elsewhere = ProxyProtocol.from("203.0.113.1", "2001:db8::/32");
    try (DataServer server = server(TCP, ECHO).proxyProtocol(elsewhere).start();
        StreamConnector stranger = loom.connect(server.uri())) {
      assertThat(isEnded(stranger)).isTrue();
      assertLimited(server, ConnectionLimit.NO_PROXY, 1);
    }
    DataServer.Builder tolerant = server(TCP, ECHO).proxyProtocol(elsewhere.servingOthers());
    try (DataServer server = tolerant.start();
        StreamConnector stranger = loom.connect(server.uri())) {
      stranger.write(new byte[] {'P'});
      assertThat(stranger.inputStream().read()).as("served as it is").isEqualTo('P');
    }
  }

  @Test
  void theLimitForOnePeerCountsClients() throws Exception {
    DataServer.Builder builder =
        server(TCP, ECHO).maxConnectionsPerPeer(1).proxyProtocol(ProxyProtocol.fromAnyone());
    try (DataServer server = builder.start();
        StreamConnector first = loom.connect(server.uri());
        StreamConnector second = loom.connect(server.uri());
        StreamConnector third = loom.connect(server.uri())) {
      first.write(ProxyHeader.v2(CLIENT, SERVICE).toBytes());
      assertEchoes(first);
      second.write(ProxyHeader.v2(at("203.0.113.8", 1), SERVICE).toBytes());
      assertEchoes(second);
      third.write(ProxyHeader.v2(CLIENT, SERVICE).toBytes());
      assertThat(isEnded(third)).isTrue();
      assertLimited(server, ConnectionLimit.PEER_CONNECTIONS, 1);
      assertEchoes(first);
    }
  }

  @Test
  void whoWaitsForAHeaderEndsWithTheServer() throws Exception {
    DataServer.Builder builder = server(TCP, ECHO).proxyProtocol(ProxyProtocol.fromAnyone());
    List<StreamConnector> proxies = new ArrayList<>();
    DataServer drained = builder.start();
    proxies.add(loom.connect(drained.uri()));
    Await.until("watched", () -> reactor.statistics().connectors() == 2);
    assertThat(drained.drain(Deadline.after(Duration.ofMinutes(1)))).isZero();
    DataServer closed = builder.start();
    proxies.add(loom.connect(closed.uri()));
    Await.until("watched", () -> reactor.statistics().connectors() == 2);
    closed.close();
    closed.await();
    for (StreamConnector proxy : proxies) {
      assertThat(isEnded(proxy)).isTrue();
      proxy.close();
    }
    assertThat(failures).isEmpty();
    assertNothingRegistered();
  }

  @Test
  void whoWaitsForAHeaderEndsWithTheReactor() throws Exception {
    DataServer.Builder builder = server(TCP, ECHO).proxyProtocol(ProxyProtocol.fromAnyone());
    DataServer server = builder.start();
    try (StreamConnector proxy = loom.connect(server.uri())) {
      Await.until("watched", () -> reactor.statistics().connectors() == 2);
      reactor.close();
      assertThat(isEnded(proxy)).isTrue();
      server.await();
      assertThat(Optional.ofNullable(failures.peek())).isEmpty();
    }
  }
}
