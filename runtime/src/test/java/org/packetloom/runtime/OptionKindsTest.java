// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.packetloom.Behaviour;
import org.packetloom.Connector;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorOptions;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.SystemFailureException;
import org.packetloom.TcpInfo;
import org.packetloom.TcpOptions;
import org.packetloom.platform.ChildJvm;

/** Options that can be read only, that are refused, or that are named by numbers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OptionKindsTest extends ToolkitTest {
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

  @Test
  void readOnlyOptionsTellAndCannotBeSet() throws IOException {
    try (Pair pair = loom.pair(TCP);
        Pair local = loom.pair("local://")) {
      StreamConnector stream = pair.first();
      assertThat(stream.option(ConnectorOptions.SO_ERROR)).isZero();
      assertThat(stream.option(ConnectorOptions.SO_TYPE)).isEqualTo(Behaviour.STREAM);
      assertThat(stream.option(ConnectorOptions.SO_PROTOCOL)).isEqualTo(6);
      assertThat(stream.option(ConnectorOptions.SO_ACCEPTCONN)).isFalse();
      assertThat(stream.option(ConnectorOptions.SO_DOMAIN)).isEqualTo(StandardProtocolFamily.INET);
      assertThat(stream.option(ConnectorOptions.IP_MTU)).isGreaterThan(500);
      assertThat(local.first().option(ConnectorOptions.SO_DOMAIN))
          .isEqualTo(StandardProtocolFamily.UNIX);
      assertThatThrownBy(() -> stream.option(ConnectorOptions.SO_ERROR, 1))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("SO_ERROR is read-only");
      assertThatThrownBy(() -> loom.connector(TCP).option(ConnectorOptions.SO_ACCEPTCONN, true))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("SO_ACCEPTCONN");
    }
  }

  @Test
  void whatAConnectorLacksIsUnsupported() throws IOException {
    try (Pair local = loom.pair("local://");
        Pair pipes = loom.pair("anon://")) {
      assertThatThrownBy(() -> local.first().option(TcpOptions.TCP_CORK))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("TCP_CORK");
      assertThatThrownBy(() -> local.first().option(ConnectorOptions.BACKLOG))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> pipes.first().option(ConnectorOptions.raw(1, 3, 4)))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> loom.connector("anon://").option(TcpOptions.TCP_CORK, true))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(pipes.first().supportedOptions()).isEmpty();
    }
  }

  static Map<SocketOption<?>, List<?>> wrong() {
    Duration negative = Duration.ofNanos(-1);
    return Map.ofEntries(
        Map.entry(TcpOptions.TCP_USER_TIMEOUT, List.of(negative, Duration.ofDays(25))),
        Map.entry(TcpOptions.TCP_KEEPIDLE, List.of(Duration.ZERO, negative, Duration.ofHours(10))),
        Map.entry(TcpOptions.TCP_KEEPCNT, List.of(0, 128)),
        Map.entry(TcpOptions.TCP_MAXSEG, List.of(87, 32_768)),
        Map.entry(TcpOptions.TCP_NOTSENT_LOWAT, List.of(0L, 4294967296L)),
        Map.entry(TcpOptions.TCP_CONGESTION, List.of("", "x".repeat(16), "a\0b")),
        Map.entry(TcpOptions.TCP_LINGER2, List.of(Duration.ZERO, Duration.ofSeconds(121))),
        Map.entry(
            TcpOptions.TCP_DEFER_ACCEPT, List.of(negative, Duration.ofSeconds(Long.MAX_VALUE))),
        Map.entry(ConnectorOptions.SO_MARK, List.of(-1L, 4294967296L)),
        Map.entry(ConnectorOptions.SO_PRIORITY, List.of(-1)),
        Map.entry(ConnectorOptions.SO_BINDTODEVICE, List.of("x".repeat(16), "\0")),
        Map.entry(ConnectorOptions.SO_MAX_PACING_RATE, List.of(0L, -2L)),
        Map.entry(ConnectorOptions.IP_TTL, List.of(0, 256)),
        Map.entry(ConnectorOptions.BACKLOG, List.of(0)),
        Map.entry(StandardSocketOptions.IP_TOS, List.of(-1, 256)),
        Map.entry(StandardSocketOptions.SO_LINGER, List.of(-2, 65_536)),
        Map.entry(StandardSocketOptions.SO_RCVBUF, List.of(0, -1)));
  }

  @Test
  void valuesOutOfRangeAreNamed() throws IOException {
    try (Pair pair = loom.pair(TCP)) {
      for (Map.Entry<SocketOption<?>, List<?>> entry : wrong().entrySet()) {
        for (Object value : entry.getValue()) {
          assertRejected(loom.connector(TCP), pair.first(), entry.getKey(), value);
        }
      }
    }
  }

  private static <T> void assertRejected(
      ConnectorBuilder builder, Connector connector, SocketOption<T> option, Object value) {
    T typed = option.type().cast(value);
    assertThatThrownBy(() -> builder.option(option, typed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(option.name())
        .hasMessageContaining(String.valueOf(value));
    if (connector.supportedOptions().contains(option)) {
      assertThatThrownBy(() -> connector.option(option, typed))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(option.name());
    }
  }

  @Test
  void finerDurationsAreRoundedUp() throws IOException {
    try (Listener listener =
        loom.connector(TCP)
            .option(TcpOptions.TCP_KEEPIDLE, Duration.ofNanos(1))
            .option(TcpOptions.TCP_USER_TIMEOUT, Duration.ofNanos(1_000_001))
            .listen()) {
      assertThat(listener.option(TcpOptions.TCP_KEEPIDLE)).isEqualTo(Duration.ofSeconds(1));
      assertThat(listener.option(TcpOptions.TCP_USER_TIMEOUT)).isEqualTo(Duration.ofMillis(2));
    }
  }

  @Test
  void whatTheSystemRefusesNamesOptionAndValue() throws IOException {
    assertThatThrownBy(() -> loom.listen(TCP + "?congestion=no-such"))
        .isInstanceOf(SystemFailureException.class)
        .hasMessageContaining("set TCP_CONGESTION to no-such")
        .hasMessageContaining("ENOENT");
    assertThatThrownBy(() -> loom.listen(TCP + "?device=no-such"))
        .isInstanceOf(SystemFailureException.class)
        .hasMessageContaining("set SO_BINDTODEVICE to no-such")
        .hasMessageContaining("ENODEV");
  }

  @Test
  void rawOptionsTakeBytesOfAnyLength() throws IOException {
    SocketOption<byte[]> keepCount = ConnectorOptions.raw(6, 6, 4);
    byte[] seven = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(7).array();
    try (Listener listener = loom.connector(TCP).option(keepCount, seven).listen()) {
      assertThat(listener.option(keepCount)).isEqualTo(seven);
      assertThat(listener.option(TcpOptions.TCP_KEEPCNT)).isEqualTo(7);
      // longer room than value, a text, and a structure
      assertThat(listener.option(ConnectorOptions.raw(6, 6, 100))).isEqualTo(seven);
      listener.option(ConnectorOptions.raw(6, 13, 16), "reno".getBytes());
      assertThat(new String(listener.option(ConnectorOptions.raw(6, 13, 16)))).startsWith("reno");
      assertThat(listener.option(ConnectorOptions.raw(6, 11, 1000))).hasSizeBetween(104, 1000);
      assertThat(listener.option(ConnectorOptions.raw(6, 11, 3))).hasSize(3);
      assertThatThrownBy(() -> listener.option(ConnectorOptions.raw(6, 9999, 4)))
          .isInstanceOf(SystemFailureException.class)
          .hasMessageContaining("get option 9999 of level 6")
          .hasMessageContaining("ENOPROTOOPT");
      assertThatThrownBy(() -> listener.option(keepCount, new byte[1]))
          .isInstanceOf(SystemFailureException.class)
          .hasMessageContaining("EINVAL");
    }
    assertThatThrownBy(() -> ConnectorOptions.raw(1, 1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void tcpInfoTellsOfTheConnection() throws IOException {
    try (Listener listener = loom.listen(TCP);
        StreamConnector stream = loom.connect(listener.uri());
        StreamConnector accepted = listener.accept()) {
      stream.write(new byte[100_000]);
      accepted.readFully(ByteBuffer.allocate(100_000));
      TcpInfo sender = stream.option(TcpOptions.TCP_INFO);
      TcpInfo receiver = accepted.option(TcpOptions.TCP_INFO);
      assertThat(sender.state()).isEqualTo(TcpInfo.State.ESTABLISHED);
      assertThat(sender.congestionState()).isEqualTo(TcpInfo.CongestionState.OPEN);
      assertThat(sender.rtt()).isPositive();
      assertThat(sender.minRtt().orElseThrow()).isLessThanOrEqualTo(sender.rtt());
      assertThat(sender.bytesSent() - sender.bytesRetransmitted()).isEqualTo(100_000);
      assertThat(receiver.bytesReceived()).isEqualTo(100_000);
      assertThat(sender.sendSegmentSize()).isPositive();
      assertThat(sender.pathMtu()).isEqualTo(stream.option(ConnectorOptions.IP_MTU));
      assertThat(sender.congestionWindow()).isGreaterThanOrEqualTo(10);
      assertThat(sender.negotiated()).contains(TcpInfo.Negotiated.WINDOW_SCALING);
      assertThat(sender.busyTime()).isPresent(); // told by the tick, it may be zero
      assertThat(listener.option(TcpOptions.TCP_INFO).state()).isEqualTo(TcpInfo.State.LISTEN);
      stream.shutdownOutput();
      assertThat(readByte(accepted)).isEqualTo(-1);
      assertThat(accepted.option(TcpOptions.TCP_INFO).state()).isEqualTo(TcpInfo.State.CLOSE_WAIT);
    }
  }

  @Test
  void onlyVersion6CanBeSwitchedOff() throws IOException {
    try (Listener listener =
            loom.connector("tcp6://[::]:0").option(ConnectorOptions.IPV6_V6ONLY, false).listen();
        StreamConnector stream =
            loom.connect("tcp4://127.0.0.1:" + listener.uri().toString().replaceAll(".*:", ""))) {
      assertThat(listener.option(ConnectorOptions.IPV6_V6ONLY)).isFalse();
      assertThat(stream.isOpen()).isTrue();
    }
    try (Listener listener = loom.listen(TCP)) {
      assertThatThrownBy(() -> listener.option(ConnectorOptions.IPV6_V6ONLY))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("IPV6_V6ONLY");
    }
  }

  @Test
  void versionSixOnlyAndThePathAreNotSupportedWhereThereIsNone() throws IOException {
    try (Pair pair = loom.pair(TCP);
        Listener listener = loom.listen(TCP)) {
      assertThat(pair.first().supportedOptions())
          .contains(ConnectorOptions.IP_MTU)
          .doesNotContain(ConnectorOptions.IPV6_V6ONLY);
      assertThat(listener.supportedOptions()).doesNotContain(ConnectorOptions.IP_MTU);
    }
  }

  @Test
  void everythingSupportedCanBeRead() throws IOException {
    try (Pair pair = loom.pair(TCP);
        Listener listener = loom.listen(TCP);
        DatagramConnector datagrams = loom.bind("udp4://127.0.0.1:0")) {
      for (Connector connector : List.of(pair.first(), listener, datagrams)) {
        for (SocketOption<?> option : connector.supportedOptions()) {
          if (option != StandardSocketOptions.IP_MULTICAST_IF) { // no interface until one is chosen
            assertThat((Object) connector.option(option)).as(option.name()).isNotNull();
          }
        }
      }
    }
  }

  @Test
  void acknowledgingAtOnceIsAskedForAgainAndAgain() throws IOException {
    try (Pair pair = loom.connector(TCP).option(TcpOptions.TCP_QUICKACK, true).pair()) {
      assertThat(pair.second().option(TcpOptions.TCP_QUICKACK)).isTrue();
      pair.first().option(TcpOptions.TCP_QUICKACK, true);
      assertRoundTrip(pair);
    }
  }

  @Test
  void whatNeedsAPrivilegeIsRefusedWithoutIt() throws Exception {
    List<String> without =
        List.of("setpriv", "--bounding-set=-net_admin,-net_raw", "--inh-caps=-net_admin,-net_raw");
    assumeTrue(runs(without), "setpriv can take privileges away");
    String classes = System.getProperty("java.class.path");
    List<String> flags = List.of("--enable-native-access=ALL-UNNAMED", "-cp", classes);
    assertThat(ChildJvm.run(without, flags, PrivilegeProbe.class))
        .isEqualTo("refused: SO_MARK SO_PRIORITY IP_TRANSPARENT SO_BINDTODEVICE");
  }

  private static boolean runs(List<String> starter) throws InterruptedException {
    List<String> command = new ArrayList<>(starter);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
