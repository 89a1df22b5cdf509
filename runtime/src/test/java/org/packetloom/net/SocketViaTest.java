// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ThreadFactory;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.ConnectorUri;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.runtime.BlackHole;
import org.packetloom.suite.Task;
import org.packetloom.suite.Watchdog;

/** Sockets over other things than TCP: Unix-domain addresses, and connector URIs of any scheme. */
@ExtendWith(Watchdog.class)
class SocketViaTest {
  private static final ThreadFactory THREADS = Thread.ofVirtual().factory();

  @TempDir private Path folder;

  private UnixDomainSocketAddress path() {
    return UnixDomainSocketAddress.of(folder.resolve("s"));
  }

  private String uri(String parameters) {
    return "local://" + folder.resolve("s") + parameters;
  }

  private static void assertEcho(Socket client, Socket server) throws IOException {
    client.getOutputStream().write(new byte[] {1, 2, 3});
    client.shutdownOutput();
    assertThat(server.getInputStream().readAllBytes()).containsExactly(1, 2, 3);
    server.getOutputStream().write(4); // the other half is still open
    assertThat(client.getInputStream().read()).isEqualTo(4);
  }

  // ---- Unix-domain addresses

  @Test
  void unixDomainSocketsTellTheirRealAddresses() throws Exception {
    try (PacketloomServerSocket listener = Sides.listen(path());
        PacketloomSocket client = new PacketloomSocketFactory().createSocket()) {
      client.connect(path());
      try (PacketloomSocket server = listener.accept()) {
        assertThat(listener.getLocalSocketAddress()).isEqualTo(path());
        assertThat(client.getRemoteSocketAddress()).isEqualTo(path());
        assertThat(server.getLocalSocketAddress()).isEqualTo(path());
        assertThat(client.getInetAddress()).isEqualTo(InetAddress.getLoopbackAddress());
        assertThat(server.getInetAddress()).isEqualTo(InetAddress.getLoopbackAddress());
        assertThat(client.getLocalAddress()).isEqualTo(InetAddress.getLoopbackAddress());
        assertThat(client.getPort()).isZero();
        assertThat(client.isConnected() && client.isBound()).isTrue();
        assertThat(client.getChannel()).isNull();
        assertThat(client.toString()).contains(path().toString());
        assertThat(listener.toString()).contains(path().toString());
        assertEcho(client, server);
      }
    }
    assertThat(path().getPath()).exists(); // as with the JDK's channels
  }

  @Test
  void addressesOutliveClosing() throws Exception {
    Sides sides = Sides.connect(path());
    sides.close();
    assertThat(sides.client().getRemoteSocketAddress()).isEqualTo(path());
    assertThat(sides.server().getLocalSocketAddress()).isEqualTo(path());
  }

  @Test
  void aClientMayHaveANameOfItsOwn() throws Exception {
    var own = UnixDomainSocketAddress.of(folder.resolve("c"));
    try (PacketloomServerSocket listener = Sides.listen(path());
        PacketloomSocket client = new PacketloomSocketFactory().createSocket()) {
      client.bind(own);
      assertThat(client.getLocalSocketAddress()).isEqualTo(own);
      client.connect(path());
      try (PacketloomSocket server = listener.accept()) {
        assertThat(server.getRemoteSocketAddress()).isEqualTo(own);
      }
    }
  }

  @Test
  void abstractNamesAreAddressesToo() throws Exception {
    byte[] name = ("packetloom-" + ProcessHandle.current().pid() + folder).getBytes();
    try (Sides sides = Sides.connect(AbstractSocketAddress.of(name))) {
      assertThat(sides.client().getRemoteSocketAddress()).isEqualTo(AbstractSocketAddress.of(name));
      assertEcho(sides.client(), sides.server());
    }
  }

  @Test
  void optionsWithoutMeaningAreKept() throws Exception {
    try (PacketloomServerSocket listener = Sides.listen(path());
        PacketloomSocket early = new PacketloomSocketFactory().createSocket();
        PacketloomSocket late = new PacketloomSocketFactory(uri("")).createSocket()) {
      for (PacketloomSocket each : new PacketloomSocket[] {early, late}) {
        each.setTcpNoDelay(true);
        each.setTrafficClass(8);
        each.setOOBInline(true);
        each.setReceiveBufferSize(32_768);
        each.setSoTimeout(1_000);
        each.setPerformancePreferences(1, 2, 3);
      }
      early.connect(path());
      late.connect(Sides.ANY_PORT);
      for (PacketloomSocket each : new PacketloomSocket[] {early, late}) {
        each.setKeepAlive(true);
        each.setReuseAddress(true);
        assertThat(each.getTcpNoDelay()).isTrue();
        assertThat(each.getKeepAlive()).isTrue();
        assertThat(each.getTrafficClass()).isEqualTo(8);
        assertThat(each.getOOBInline()).isTrue();
        assertThat(each.getReuseAddress()).isTrue();
        assertThat(each.getReceiveBufferSize()).isGreaterThanOrEqualTo(32_768);
        assertThat(each.getSoTimeout()).isEqualTo(1_000);
        assertThat(each.getSoLinger()).isEqualTo(-1);
        assertThat(each.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
        assertThatThrownBy(() -> each.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1))
            .isInstanceOf(UnsupportedOperationException.class);
        listener.accept().close();
      }
    }
  }

  @Test
  void aBindingThatFailsLeavesTheSocketUnbound() throws Exception {
    try (PacketloomServerSocket first = Sides.listen(path());
        PacketloomServerSocket second = new PacketloomServerSocketFactory().createServerSocket()) {
      assertThatThrownBy(() -> second.bind(path()))
          .isInstanceOf(SocketException.class)
          .hasMessage("Address already in use");
      assertThat(first.isBound()).isTrue();
      assertThat(second.isBound()).isFalse();
      second.bind(Sides.ANY_PORT); // of the other family
      assertThat(second.getLocalPort()).isPositive();
    }
  }

  // ---- connector URIs

  @Test
  void everyAddressLeadsToTheConnectorUri() throws Exception {
    try (PacketloomServerSocket listener = Sides.listen(path())) {
      SocketFactory factory = new PacketloomSocketFactory(uri("?interrupt=defer"));
      try (Socket named = factory.createSocket("no.such.host.invalid", 5432);
          Socket bound = factory.createSocket("x", 1, InetAddress.getLoopbackAddress(), 0);
          Socket addressed = factory.createSocket(InetAddress.getLoopbackAddress(), 9)) {
        assertThat(named.getRemoteSocketAddress()).isEqualTo(path());
        assertThat(named.getInetAddress()).isEqualTo(InetAddress.getLoopbackAddress());
        assertThat(named.getPort()).isEqualTo(5432);
        assertThat(bound.isBound() && addressed.isConnected()).isTrue();
        assertThat(((PacketloomSocket) named).interruptPolicy()).isEqualTo(InterruptPolicy.DEFER);
        try (Socket server = listener.accept()) {
          assertEcho(named, server);
        }
      }
    }
  }

  @Test
  void driversNameTheUriInTheirWays() throws Exception {
    try (PacketloomServerSocket listener = Sides.listen(path())) {
      Properties byKey = new Properties();
      byKey.setProperty("via", uri(""));
      byKey.setProperty("socketFactoryArg", "nonsense");
      Properties byArgument = new Properties();
      byArgument.setProperty("socketFactoryArg", uri("?read-timeout=30s"));
      byArgument.setProperty("user", "anna");
      for (Properties each : new Properties[] {byKey, byArgument}) {
        try (Socket client = new PacketloomSocketFactory(each).createSocket("x", 1)) {
          assertThat(client.getRemoteSocketAddress()).isEqualTo(path());
        }
      }
      assertThat(new PacketloomSocketFactory(byKey))
          .isEqualTo(new PacketloomSocketFactory(uri("")))
          .isEqualTo(PacketloomSocketFactory.via(ConnectorUri.parse(uri(""))))
          .isNotEqualTo(new PacketloomSocketFactory());
      assertThat(new PacketloomSocketFactory("")).isEqualTo(PacketloomSocketFactory.getDefault());
      assertThat(new PacketloomSocketFactory(new Properties()))
          .isEqualTo(new PacketloomSocketFactory())
          .hasSameHashCodeAs(new PacketloomSocketFactory());
      assertThat(listener.isBound()).isTrue();
    }
  }

  @Test
  void aWrongUriIsRefusedAtOnce() {
    for (String wrong : new String[] {"nonsense", "local:relative", "tcp://h:1?blocking=no"}) {
      assertThatThrownBy(() -> new PacketloomSocketFactory(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong);
      assertThatThrownBy(() -> new PacketloomServerSocketFactory(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void closingEndsAConnectThatWaits() throws Exception {
    try (BlackHole hole = new BlackHole();
        PacketloomSocket client = new PacketloomSocketFactory(hole.uri()).createSocket()) {
      Task<Boolean> connecting =
          Task.start(
                  THREADS,
                  () -> {
                    client.connect(Sides.ANY_PORT);
                    return true;
                  })
              .awaitParked();
      closeFromOutside(client);
      connecting.assertFailure().isInstanceOf(SocketException.class).hasMessage("Socket closed");
    }
  }

  private static void closeFromOutside(Socket socket) throws IOException {
    socket.close();
  }

  @Test
  void recordedOptionsAreCheckedToo() throws Exception {
    try (PacketloomSocket client = new PacketloomSocketFactory(uri("")).createSocket()) {
      for (var option : List.of(StandardSocketOptions.SO_RCVBUF, StandardSocketOptions.IP_TOS)) {
        assertThatThrownBy(() -> client.setOption(option, -1))
            .isInstanceOf(IllegalArgumentException.class);
      }
      client.setOption(StandardSocketOptions.SO_LINGER, -1);
    }
  }

  @Test
  void aFailureClosesTheSocket() throws Exception {
    try (PacketloomSocket client = new PacketloomSocketFactory(uri("")).createSocket()) {
      assertThatThrownBy(() -> client.connect(Sides.ANY_PORT))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining(folder.toString());
      assertThat(client.isClosed()).isTrue();
      assertThatThrownBy(client::getInputStream).hasMessage("Socket is closed");
    }
  }

  @Test
  void tcpThroughAConnectorUriIsTcp() throws Exception {
    try (PacketloomServerSocket listener = Sides.listen(Sides.ANY_PORT);
        Socket client =
            new PacketloomSocketFactory("tcp://localhost:" + listener.getLocalPort())
                .createSocket("elsewhere.invalid", 1)) {
      assertThat(client.getPort()).isEqualTo(listener.getLocalPort());
      assertThat(client.getRemoteSocketAddress()).isEqualTo(listener.getLocalSocketAddress());
      try (Socket server = listener.accept()) {
        assertThat(client.getLocalPort()).isEqualTo(server.getPort());
        assertEcho(client, server);
      }
    }
  }

  @Test
  void aPipeLeadsBackToItself() throws Exception {
    try (Socket loop = new PacketloomSocketFactory("anon://").createSocket("x", 1)) {
      loop.getOutputStream().write(65);
      assertThat(loop.getInputStream().read()).isEqualTo(65);
      assertThat(loop.getRemoteSocketAddress())
          .isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
      loop.shutdownOutput();
      assertThat(loop.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aFifoGoesOneWay() throws Exception {
    Path fifo = folder.resolve("f");
    String reading = "fifo://" + fifo + "?direction=read";
    String writing = "fifo://" + fifo + "?direction=write";
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    try (Socket out = new PacketloomSocketFactory(writing).createSocket("x", 1);
        Socket in = new PacketloomSocketFactory(reading).createSocket("x", 1)) {
      Task<byte[]> reader = Task.start(THREADS, () -> in.getInputStream().readAllBytes());
      out.getOutputStream().write(66); // opens the file, as soon as somebody reads
      out.shutdownOutput();
      assertThat(reader.result()).containsExactly(66);
    }
  }

  @Test
  void serversListenAtTheConnectorUri() throws Exception {
    var factory = new PacketloomServerSocketFactory(uri("?mode=0600"));
    try (PacketloomServerSocket listener = factory.createServerSocket(1234);
        PacketloomSocket client = new PacketloomSocketFactory(uri("")).createSocket("x", 1)) {
      assertThat(listener.getLocalSocketAddress()).isEqualTo(path());
      assertThat(listener.getLocalPort()).isEqualTo(1234);
      assertThat(Files.getPosixFilePermissions(path().getPath())).hasSize(2);
      try (Socket server = listener.accept()) {
        assertEcho(client, server);
      }
      assertThatThrownBy(() -> factory.createServerSocket(1)).isInstanceOf(SocketException.class);
    }
    assertThat(path().getPath()).doesNotExist(); // by the scheme's rule
  }

  @Test
  void bothWaysOfReadingAreTheSameStream() throws Exception {
    try (Sides sides = Sides.connect()) {
      StreamConnector connector = sides.client().connector().orElseThrow();
      sides.server().getOutputStream().write(new byte[] {5, 6});
      assertThat(sides.client().getInputStream().read()).isEqualTo(5);
      byte[] one = new byte[1];
      connector.readFully(one);
      assertThat(one[0]).isEqualTo((byte) 6);
    }
  }

  @Test
  void aFactoryHasAToolkitOfItsOwn() throws Exception {
    PacketloomSocket client;
    try (Packetloom loom = Packetloom.open();
        PacketloomServerSocket listener = Sides.listen(Sides.ANY_PORT)) {
      client =
          PacketloomSocketFactory.of(loom)
              .createSocket(listener.getInetAddress(), listener.getLocalPort());
      assertThat(client.connector().orElseThrow().isOpen()).isTrue();
    }
    assertThatThrownBy(() -> client.getInputStream().read()).hasMessage("Socket closed");
    client.close();
  }
}
