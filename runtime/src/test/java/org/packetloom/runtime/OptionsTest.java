// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.packetloom.Connector;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorOptions;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.MtuDiscovery;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.TcpOptions;

/** Options go to the system and come back, wherever they are set. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OptionsTest extends ToolkitTest {
  private static final String TCP = "tcp://127.0.0.1:0";

  private Packetloom loom;

  @BeforeAll
  void open() throws IOException {
    loom = Packetloom.open();
  }

  @AfterAll
  void close() {
    loom.close();
  }

  /** An option with two values to set, and its parameter in URIs, if it has one. */
  private record Sample<T>(SocketOption<T> option, T first, T second, String parameter) {
    private void assertSetOn(Connector connector, T value) throws IOException {
      connector.option(option, value);
      assertThat(connector.option(option)).as("%s of %s", option, connector).isEqualTo(value);
    }

    private ConnectorBuilder on(ConnectorBuilder builder, T value) {
      return builder.option(option, value);
    }

    @Override
    public String toString() {
      return option.name();
    }
  }

  static List<Sample<?>> internet() {
    return List.of(
        new Sample<>(StandardSocketOptions.SO_SNDBUF, 20_000, 30_000, "send-buffer=20000"),
        new Sample<>(StandardSocketOptions.SO_RCVBUF, 20_000, 30_000, "receive-buffer=20000"),
        new Sample<>(StandardSocketOptions.SO_REUSEADDR, true, false, "reuse-address"),
        new Sample<>(StandardSocketOptions.SO_REUSEPORT, true, false, "reuse-port"),
        new Sample<>(StandardSocketOptions.IP_TOS, 0xb8, 0x20, "tos=0xB8"),
        new Sample<>(ConnectorOptions.SO_BINDTODEVICE, "lo", "", "device=lo"),
        new Sample<>(ConnectorOptions.SO_MARK, 4294967295L, 0L, "mark=4294967295"),
        new Sample<>(ConnectorOptions.SO_PRIORITY, 7, 6, "priority=7"),
        new Sample<>(ConnectorOptions.SO_DONTROUTE, true, false, ""),
        new Sample<>(
            ConnectorOptions.SO_BUSY_POLL,
            Duration.ofNanos(50_000),
            Duration.ZERO,
            "busy-poll=50us"),
        new Sample<>(
            ConnectorOptions.SO_MAX_PACING_RATE, 5_000_000_000L, -1L, "pacing-rate=5000000000"),
        new Sample<>(ConnectorOptions.IP_TTL, 9, 255, "ttl=9"),
        new Sample<>(ConnectorOptions.IP_FREEBIND, true, false, "freebind"),
        new Sample<>(ConnectorOptions.IP_TRANSPARENT, true, false, "transparent=1"),
        new Sample<>(ConnectorOptions.IP_BIND_ADDRESS_NO_PORT, true, false, ""),
        new Sample<>(
            ConnectorOptions.IP_MTU_DISCOVER,
            MtuDiscovery.PROBE,
            MtuDiscovery.ROUTE,
            "mtu-discovery=probe"));
  }

  static List<Sample<?>> tcp() {
    List<Sample<?>> tcp =
        List.of(
            new Sample<>(StandardSocketOptions.SO_KEEPALIVE, true, false, "keepalive"),
            new Sample<>(StandardSocketOptions.TCP_NODELAY, false, true, "nodelay=no"),
            new Sample<>(StandardSocketOptions.SO_LINGER, 3, -1, "linger=3"),
            new Sample<>(ConnectorOptions.SO_OOBINLINE, true, false, ""),
            new Sample<>(
                TcpOptions.TCP_USER_TIMEOUT,
                Duration.ofSeconds(30),
                Duration.ofMillis(1),
                "user-timeout=30s"),
            new Sample<>(
                TcpOptions.TCP_KEEPIDLE,
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                "keepalive-idle=1m"),
            new Sample<>(
                TcpOptions.TCP_KEEPINTVL,
                Duration.ofSeconds(5),
                Duration.ofSeconds(32_767),
                "keepalive-interval=5s"),
            new Sample<>(TcpOptions.TCP_KEEPCNT, 3, 127, "keepalive-count=3"),
            new Sample<>(TcpOptions.TCP_SYNCNT, 2, 3, ""),
            new Sample<>(TcpOptions.TCP_CORK, true, false, ""),
            new Sample<>(TcpOptions.TCP_NOTSENT_LOWAT, 16_384L, 4294967295L, "notsent-lowat=16384"),
            new Sample<>(TcpOptions.TCP_CONGESTION, "reno", "reno", "congestion=reno"),
            new Sample<>(TcpOptions.TCP_LINGER2, Duration.ofSeconds(3), Duration.ofSeconds(9), ""));
    return Stream.concat(internet().stream(), tcp.stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("tcp")
  <T> void optionIsSetBeforeAndLaterAndHandedToAcceptedConnections(Sample<T> sample)
      throws IOException {
    ConnectorBuilder builder = sample.on(loom.connector(TCP), sample.first);
    try (Listener listener = builder.listen();
        StreamConnector stream = sample.on(loom.connector(listener.uri()), sample.first).connect();
        StreamConnector accepted = listener.accept()) {
      for (Connector connector : List.of(listener, stream, accepted)) {
        assertThat(connector.option(sample.option)).as("%s", connector).isEqualTo(sample.first);
        sample.assertSetOn(connector, sample.second);
        sample.assertSetOn(connector, sample.first);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tcp")
  <T> void parameterSetsItsOption(Sample<T> sample) throws IOException {
    assumeTrue(!sample.parameter.isEmpty(), "has a parameter");
    try (Listener listener = loom.listen(TCP + "?" + sample.parameter);
        StreamConnector stream = loom.connect(listener.uri());
        StreamConnector accepted = listener.accept()) {
      assertThat(listener.uri().parameters()).hasSize(1);
      for (Connector connector : List.of(listener, stream, accepted)) {
        assertThat(connector.option(sample.option)).as("%s", connector).isEqualTo(sample.first);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("internet")
  <T> void datagramConnectorsHaveWhatTheInternetHas(Sample<T> sample) throws IOException {
    for (String uri : List.of("udp4://127.0.0.1:0", "udp://:0")) {
      try (DatagramConnector socket = sample.on(loom.connector(uri), sample.first).bind()) {
        assertThat(socket.option(sample.option)).isEqualTo(sample.first);
        sample.assertSetOn(socket, sample.second);
        sample.assertSetOn(socket, sample.first);
      }
    }
  }

  @Test
  void everyParameterOfATableIsOneOfUrisAndSetHere() {
    Set<String> ofInternet =
        Stream.of(OptionTable.TCP, OptionTable.UDP)
            .flatMap(table -> table.parameters().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> samples =
        tcp().stream().map(sample -> sample.parameter.split("=")[0]).collect(Collectors.toSet());
    assertThat(ofInternet)
        .filteredOn(name -> !samples.contains(name))
        .containsExactly(
            "backlog", "broadcast", "defer-accept", "fastopen", "fastopen-queue", "max-segment");
    assertThat(ConnectorUri.builtInParameters())
        .containsAll(ofInternet)
        .containsAll(OptionTable.LOCAL.parameters())
        .containsAll(OptionTable.DEVICE.parameters());
  }

  @Test
  void optionsOfListenersAreSetOnListeners() throws IOException {
    try (Listener listener =
        loom.listen(TCP + "?defer-accept=1s&fastopen-queue=16&max-segment=1000")) {
      assertThat(listener.option(TcpOptions.TCP_DEFER_ACCEPT)).isEqualTo(Duration.ofSeconds(1));
      assertThat(listener.option(TcpOptions.TCP_FASTOPEN)).isEqualTo(16);
      assertThat(listener.option(TcpOptions.TCP_MAXSEG)).isEqualTo(1000);
      assertThat(listener.option(ConnectorOptions.SO_ACCEPTCONN)).isTrue();
      listener.option(TcpOptions.TCP_DEFER_ACCEPT, Duration.ofSeconds(2));
      assertThat(listener.option(TcpOptions.TCP_DEFER_ACCEPT)).isEqualTo(Duration.ofSeconds(3));
      listener
          .option(TcpOptions.TCP_DEFER_ACCEPT, Duration.ZERO)
          .option(TcpOptions.TCP_FASTOPEN, 0);
      try (StreamConnector stream = loom.connect(listener.uri());
          StreamConnector accepted = listener.accept()) {
        assertThat(accepted.option(TcpOptions.TCP_MAXSEG)).isBetween(900, 1000);
        assertRoundTrip(stream, accepted);
      }
    }
  }

  @Test
  void deferredConnectionIsAcceptedWithItsFirstBytes() throws IOException {
    try (Listener listener = loom.listen(TCP + "?defer-accept=20s");
        StreamConnector stream = loom.connect(listener.uri())) {
      assertThat(listener.tryAccept()).isEmpty();
      writeByte(stream, 7);
      try (StreamConnector accepted = listener.accept()) {
        assertThat(readByte(accepted)).isEqualTo(7);
      }
    }
  }

  @Test
  void earlyDataGoesWithTheSecondConnection() throws IOException {
    try (Listener listener = loom.listen(TCP + "?fastopen-queue=16")) {
      for (int i = 0; i < 3; i++) {
        // without a cookie, or where the system does not allow it, this is an ordinary connection
        try (StreamConnector stream =
            loom.connector(listener.uri())
                .option(TcpOptions.TCP_FASTOPEN_CONNECT, true)
                .connect()) {
          assertThat(stream.option(TcpOptions.TCP_FASTOPEN_CONNECT)).isTrue();
          writeByte(stream, i);
          try (StreamConnector accepted = listener.accept()) {
            assertThat(readByte(accepted)).isEqualTo(i);
            assertRoundTrip(stream, accepted);
          }
        }
      }
    }
  }

  @Test
  void smallLowWaterMarkLosesNoEvent() throws Exception {
    try (Pair pair = loom.connector(TCP).option(TcpOptions.TCP_NOTSENT_LOWAT, 1L).pair()) {
      byte[] much = new byte[3 << 20];
      much[much.length - 1] = 9;
      var writer = startAction(() -> pair.first().write(ByteBuffer.wrap(much)));
      ByteBuffer received = ByteBuffer.allocate(much.length);
      pair.second().readFully(received);
      writer.result();
      assertThat(received.get(much.length - 1)).isEqualTo((byte) 9);
    }
  }
}
