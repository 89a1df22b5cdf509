// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectionLimit;
import org.packetloom.ConnectionLimitException;
import org.packetloom.Handler;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.proxy.ProxyHeader;
import org.packetloom.proxy.ProxyProtocol;
import org.packetloom.proxy.ProxyProtocolException;
import org.packetloom.proxy.ProxyTlv;

/** A server behind a proxy learns from a header who its clients are. */
public interface ServerProxied extends LoomRow {
  /** Where the client of the tests' proxy is. */
  InetSocketAddress CLIENT = at("203.0.113.7", 40_000);

  /** Where the client thinks the server is. */
  InetSocketAddress SERVICE = at("2001:db8::80", 443);

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private Server.Builder behind(ProxyProtocol proxies, Handler handler, Queue<Throwable> failures)
      throws Exception {
    assumeHas(Feature.BYTE_STREAMS); // a header is read byte by byte
    return loom()
        .server(handler)
        .listen(listenUri())
        .proxyProtocol(proxies)
        .onFailure((_, failure) -> failures.add(failure));
  }

  private static List<ProxyHeader> headers() {
    ProxyHeader second = ProxyHeader.v2(CLIENT, SERVICE).with(ProxyTlv.of(ProxyTlv.ALPN, "h2"));
    return List.of(ProxyHeader.v1(CLIENT, SERVICE), second, second.withChecksum());
  }

  @Test
  default void theClientOfTheProxyIsThePeer() throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    Queue<StreamConnector> seen = new ConcurrentLinkedQueue<>();
    Handler handler =
        c -> {
          seen.add(c);
          ServerServing.ECHO.handle(c);
        };
    try (var server = behind(ProxyProtocol.fromAnyone(), handler, failures).start()) {
      for (ProxyHeader header : headers()) {
        try (var proxy = loom().connect(server.uri())) {
          byte[] sent = Seed.bytes(3_000);
          byte[] start = header.toBytes();
          ByteBuffer both = ByteBuffer.allocate(start.length + sent.length).put(start).put(sent);
          proxy.write(both.flip());
          byte[] received = new byte[sent.length];
          proxy.readFully(received);
          assertThat(received).as("not a byte is lost").isEqualTo(sent);
        }
        StreamConnector served = seen.remove();
        assertThat(served.peerAddress()).hasValue(CLIENT);
        assertThat(served.localAddress()).hasValue(SERVICE);
        assertThat(served.proxyHeader()).hasValue(header);
      }
      assertThat(failures).isEmpty();
    }
  }

  @Test
  default void aHeaderMayComeByteByByte() throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    try (var server = behind(ProxyProtocol.fromAnyone(), ServerServing.ECHO, failures).start()) {
      for (ProxyHeader header : headers()) {
        try (var proxy = loom().connect(server.uri())) {
          for (byte one : header.toBytes()) {
            proxy.write(new byte[] {one});
          }
          proxy.write(new byte[] {42});
          assertThat(proxy.inputStream().read()).isEqualTo(42);
        }
      }
      assertThat(failures).isEmpty();
    }
  }

  @Test
  default void aConnectionCanBeDescribed() throws Exception {
    Queue<ProxyHeader> headers = new ConcurrentLinkedQueue<>();
    Handler handler =
        c -> {
          headers.add(ProxyHeader.describing(1, c));
          headers.add(ProxyHeader.describing(2, c));
        };
    try (var server = loom().serve(listenUri(), handler);
        var client = loom().connect(server.uri())) {
      assertThat(client.inputStream().read()).isEqualTo(-1);
      ProxyHeader first = headers.remove();
      ProxyHeader second = headers.remove();
      assertThat(first.version()).isEqualTo(1);
      assertThat(second.source()).isEqualTo(client.localAddress());
      assertThat(second.destination()).isEqualTo(client.peerAddress());
      assertThat(first.source().isPresent()).isEqualTo(features().contains(Feature.PORTS));
      assertThat(ProxyHeader.parse(ByteBuffer.wrap(second.toBytes()))).hasValue(second);
    }
  }

  @Test
  default void aProxyThatSpeaksForItselfKeepsItsAddress() throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    Queue<StreamConnector> seen = new ConcurrentLinkedQueue<>();
    try (var server = behind(ProxyProtocol.fromAnyone(), seen::add, failures).start();
        var proxy = loom().connect(server.uri())) {
      proxy.write(ProxyHeader.v2Local().toBytes());
      assertThat(proxy.inputStream().read()).isEqualTo(-1);
      StreamConnector served = seen.remove();
      assertThat(served.peerAddress()).isEqualTo(proxy.localAddress());
      assertThat(served.proxyHeader()).hasValue(ProxyHeader.v2Local());
    }
  }

  @Test
  default void aWrongHeaderEndsItsConnectionAlone() throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<StreamConnector> handled = new ArrayList<>();
    Handler handler =
        c -> {
          handled.add(c);
          ServerServing.ECHO.handle(c);
        };
    try (var server = behind(ProxyProtocol.fromAnyone(), handler, failures).start();
        var good = loom().connect(server.uri())) {
      good.write(ProxyHeader.v1Unknown().toBytes());
      for (String start : List.of("GET / HTTP/1.1\r\n\r\n", "PROXY TCP4 1.1.1.1 1.1.1.1 1 x\r\n")) {
        try (var bad = loom().connect(server.uri())) {
          bad.write(start.getBytes("US-ASCII"));
          assertThat(isEnded(bad)).isTrue();
        }
      }
      Await.until("both are reported", () -> failures.size() == 2);
      assertThat(failures).hasOnlyElementsOfType(ProxyProtocolException.class);
      assertThat(server.statistics().withoutHeader()).isEqualTo(2);
      good.write(new byte[] {9});
      assertThat(good.inputStream().read()).isEqualTo(9);
      assertThat(handled).hasSize(1);
    }
  }

  /** Whether nothing comes after something was sent, if there was the time for it. */
  private static boolean isEndedAfter(StreamConnector connector, byte[] sent) {
    try {
      connector.write(sent);
      return isEnded(connector);
    } catch (IOException tooLate) {
      return true;
    }
  }

  /** Whether nothing more comes: the end, or a reset as the server had not read everything. */
  private static boolean isEnded(StreamConnector connector) {
    try {
      return connector.read(new byte[1]) < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  default void aHeaderThatTakesTooLongIsNotWaitedFor() throws Exception {
    assumeHas(Feature.HALF_CLOSE);
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    byte[] incomplete = "PROXY".getBytes("US-ASCII");
    try (var server = behind(ProxyProtocol.fromAnyone(), ServerServing.ECHO, failures).start();
        var stopped = loom().connect(server.uri())) {
      stopped.write(incomplete);
      stopped.shutdownOutput();
      assertThat(isEnded(stopped)).isTrue();
      Await.until("it is reported", () -> failures.size() == 1);
    }
    ProxyProtocol hasty = ProxyProtocol.fromAnyone().headerTimeout(ServerLimiting.SOON);
    try (var server = behind(hasty, ServerServing.ECHO, failures).start();
        var slow = loom().connect(server.uri())) {
      assertThat(isEndedAfter(slow, incomplete)).isTrue();
      Await.until("both are reported", () -> failures.size() == 2);
      assertThat(failures)
          .hasOnlyElementsOfType(ProxyProtocolException.class)
          .anySatisfy(e -> assertThat(e).hasMessageContaining("not complete after PT0.04S"))
          .anySatisfy(e -> assertThat(e).hasMessageContaining("the stream ends after 5 bytes"));
    }
  }

  @Test
  default void anEmptyConnectionOfAProxyIsNoFailure() throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    try (var server = behind(ProxyProtocol.fromAnyone(), ServerServing.ECHO, failures).start()) {
      loom().connect(server.uri()).close();
      Await.until(
          "it is over", () -> server.acceptedConnections() == 1 && server.activeConnections() == 0);
      assertThat(failures).isEmpty();
    }
  }

  @Test
  default void onlyProxiesAreBelieved() throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    ProxyProtocol elsewhere = ProxyProtocol.from("203.0.113.1", "2001:db8::/32");
    try (var server = behind(elsewhere, ServerServing.ECHO, failures).start();
        var stranger = loom().connect(server.uri())) {
      assertThat(isEnded(stranger)).isTrue();
      Await.until("it is reported", () -> !failures.isEmpty());
      assertThat(failures)
          .singleElement()
          .isInstanceOfSatisfying(
              ConnectionLimitException.class,
              e -> assertThat(e.limit()).isEqualTo(ConnectionLimit.NO_PROXY));
    }
    try (var server = behind(elsewhere.servingOthers(), ServerServing.ECHO, failures).start();
        var stranger = loom().connect(server.uri())) {
      stranger.write(new byte[] {'P'});
      assertThat(stranger.inputStream().read()).as("served as it is").isEqualTo('P');
    }
  }

  @Test
  default void theLimitForOnePeerCountsClients() throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    try (var server =
            behind(ProxyProtocol.fromAnyone(), ServerServing.ECHO, failures)
                .maxConnectionsPerPeer(1)
                .firstByteTimeout(Duration.ofHours(1))
                .start();
        var first = loom().connect(server.uri());
        var second = loom().connect(server.uri())) {
      first.write(ProxyHeader.v2(CLIENT, SERVICE).toBytes());
      first.write(new byte[] {1});
      assertThat(first.inputStream().read()).isEqualTo(1);
      second.write(ProxyHeader.v2(at("203.0.113.8", 1), SERVICE).toBytes());
      second.write(new byte[] {2});
      assertThat(second.inputStream().read()).isEqualTo(2);
      try (var third = loom().connect(server.uri())) {
        third.write(ProxyHeader.v2(CLIENT, SERVICE).toBytes());
        assertThat(isEnded(third)).isTrue();
      }
      Await.until("it is reported", () -> !failures.isEmpty());
      assertThat(server.statistics().limited(ConnectionLimit.PEER_CONNECTIONS)).isEqualTo(1);
      for (ProxyHeader silent : List.of(ProxyHeader.v1Unknown(), ProxyHeader.v2Local())) {
        try (var fourth = loom().connect(server.uri());
            var fifth = loom().connect(server.uri())) {
          for (StreamConnector proxy : List.of(fourth, fifth)) {
            proxy.write(silent.toBytes());
            proxy.write(new byte[] {3});
            assertThat(proxy.inputStream().read()).as("%s", silent).isEqualTo(3);
          }
        }
      }
    }
  }
}
