// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.AddressInUseException;
import org.packetloom.AddressUnavailableException;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.Connector;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUriException;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.EndpointMissingException;
import org.packetloom.Listener;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;
import org.packetloom.suite.VacantPort;

/**
 * Sockets until they are connected, and their addresses: lines ZS1 to ZS3, ZS7 and ZS11 of what
 * pike could. The suites of listeners have more of it.
 */
@EachPoller
class SocketSeedsTest extends ReactorContract {
  private static final String TCP = "tcp4://127.0.0.1:0";

  /** The systems' flags in the files that tell of descriptors, see open(2); in octal there. */
  private static final int NON_BLOCKING = 0_4000;

  private static final int CLOSE_ON_EXEC = 0_2000000;

  @TempDir Path folder;

  @BeforeAll
  static void openOnce() throws IOException {
    openWhatJavaKeeps();
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) { // closed since
      return false;
    }
  }

  private static Set<String> socketNumbers() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      Set<String> numbers = new HashSet<>();
      all.filter(SocketSeedsTest::isSocket).forEach(s -> numbers.add(s.getFileName().toString()));
      return numbers;
    }
  }

  private static int flags(String number) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/fdinfo", number)).stream()
        .filter(line -> line.startsWith("flags:"))
        .map(line -> Integer.parseInt(line.substring(6).strip(), 8))
        .findFirst()
        .orElseThrow();
  }

  // On purpose: a URI says of which kind it is to be, and there is no socket before it is bound or
  // connected.
  @Test
  void zs1SocketsOfEveryKindAreNonBlockingAndStayInTheProcess() throws Exception {
    assumeTrue(OpenDescriptors.canBeCounted(), "descriptors are listed");
    Set<String> before = socketNumbers();
    List<Connector> opened = new ArrayList<>();
    String file = "local://" + folder.resolve("socket");
    for (String uri :
        List.of(TCP, "tcp6://[::1]:0", file, file + "-of-records?behaviour=seqpacket")) {
      Listener listener = loom.listen(uri);
      opened.add(listener);
      opened.add(loom.connect(listener.uri()));
      opened.add(listener.accept());
    }
    for (String uri :
        List.of("udp4://127.0.0.1:0", "udp6://[::1]:0", file + "-of-datagrams?behaviour=dgram")) {
      opened.add(loom.bind(uri));
    }
    Pair pair = pair();
    opened.add(pair.first());
    opened.add(pair.second());
    Set<String> sockets = socketNumbers();
    sockets.removeAll(before);
    assertThat(sockets).hasSize(opened.size());
    for (String each : sockets) {
      assertThat(flags(each) & (NON_BLOCKING | CLOSE_ON_EXEC))
          .as("flags of %s", each)
          .isEqualTo(NON_BLOCKING | CLOSE_ON_EXEC);
    }
    for (Connector each : opened) {
      each.close();
    }
  }

  @Test
  void zs1AKindThatIsNotThereIsRefusedByName() {
    assertThatThrownBy(() -> loom.connect("sctp://127.0.0.1:1"))
        .isInstanceOf(CapabilityException.class)
        .hasMessageContaining("sctp");
    assertThatThrownBy(() -> loom.listen(TCP + "?behaviour=dgram"))
        .isInstanceOf(ConnectorUriException.class)
        .hasMessageContaining("behaviour");
  }

  // On purpose: who waits in a call registers nothing, be it with an accepted connection.
  @Test
  void zs2AcceptedConnectionsAreWaitedForWithoutBeingRegistered() throws Exception {
    try (Pair pair = tcp()) {
      ToolkitTest.assertRoundTrip(pair.second(), pair.first());
    }
  }

  @Test
  void zs2HandlersAreToldOfReadingAndWritingOnceTheyAreRegistered() throws Exception {
    try (Reactor reactor = pump();
        Pair pair = tcp()) {
      send(pair.first(), 1);
      assertThat(pair.second().awaitReadable(Deadline.after(LONG))).isTrue();
      assertThat(reactor.processEvents(Duration.ZERO)).as("not registered").isZero();
      reactor.register(pair.second(), Events.READ | Events.WRITE, note());
      reactor.processEvents(LONG);
      assertThat(all()).containsExactly(Events.READ | Events.WRITE);
    }
  }

  // On purpose: an accepted connection knows its peer itself.
  @Test
  void zs3AcceptGivesTheConnectionAndTheAddressOfItsPeer() throws Exception {
    try (Listener listener = loom.listen(TCP)) {
      Task<StreamConnector> accepting = start(listener::accept).awaitParked();
      try (StreamConnector client = loom.connect(listener.uri());
          StreamConnector accepted = accepting.result()) {
        assertThat(accepted.peerAddress()).isPresent().isEqualTo(client.localAddress());
        assertThat(client.peerAddress()).isPresent().isEqualTo(listener.localAddress());
        ToolkitTest.assertRoundTrip(client, accepted);
      }
    }
  }

  @Test
  void zs3AListenerKeepsSoManyAsItWasToldAndLetsOthersWait() throws Exception {
    List<StreamConnector> clients = new ArrayList<>();
    try (Listener listener = loom.listen("local://" + folder.resolve("few") + "?backlog=2")) {
      Task<Void> connecting =
          startAction(
              () -> {
                while (true) {
                  clients.add(
                      loom.connector(listener.uri())
                          .connectTimeout(Duration.ofMillis(50))
                          .connect());
                }
              });
      connecting.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
      assertThat(clients).hasSizeBetween(2, 3); // systems differ by one
      Task<StreamConnector> waiting = start(() -> loom.connect(listener.uri())).awaitParked();
      listener.accept().close();
      waiting.result().close();
    } finally {
      for (StreamConnector each : clients) {
        each.close();
      }
    }
  }

  @Test
  void zs3BindTellsWhatIsWrongWithTheAddress() throws Exception {
    try (Listener listener = loom.listen(TCP)) {
      assertThatThrownBy(() -> loom.listen(listener.uri()))
          .isInstanceOf(AddressInUseException.class);
    }
    assertThatThrownBy(() -> loom.listen("tcp4://192.0.2.1:0")) // a network of nobody
        .isInstanceOf(AddressUnavailableException.class);
    assertThatThrownBy(() -> loom.listen("local://" + folder.resolve("missing/socket")))
        .isInstanceOf(EndpointMissingException.class);
  }

  @Test
  void zs3TheNearEndOfAConnectionCanBeBound() throws Exception {
    SocketAddress near = VacantPort.like(new InetSocketAddress("127.0.0.1", 1));
    try (Listener listener = loom.listen(TCP);
        StreamConnector client = loom.connector(listener.uri()).localAddress(near).connect();
        StreamConnector accepted = listener.accept()) {
      assertThat(client.localAddress()).contains(near);
      assertThat(accepted.peerAddress()).contains(near);
      client.option(StandardSocketOptions.SO_LINGER, 0); // frees the port at once
    }
  }

  @Test
  void zs3ConnectTellsTheErrorThatTheSocketHas() throws Exception {
    var nobody = (InetSocketAddress) VacantPort.like(new InetSocketAddress("127.0.0.1", 1));
    assertThatThrownBy(() -> loom.connect("tcp4://127.0.0.1:" + nobody.getPort()))
        .isInstanceOf(ConnectionRefusedException.class)
        .hasMessageContaining("ECONNREFUSED");
    assertThatThrownBy(() -> loom.connect("local://" + folder.resolve("nobody")))
        .isInstanceOf(EndpointMissingException.class)
        .hasMessageContaining("ENOENT");
    try (BlackHole nothing = new BlackHole()) {
      assertThatThrownBy(
              () -> loom.connector(nothing.uri()).connectTimeout(Duration.ofMillis(2)).connect())
          .isInstanceOf(ConnectorTimeoutException.class);
    }
  }

  // On purpose: what does not listen has no accept, and a closed listener says that it is closed.
  @Test
  void zs3AcceptEndsWithItsListener() throws Exception {
    Listener listener = loom.listen(TCP);
    Task<StreamConnector> accepting = start(listener::accept).awaitParked();
    listener.close();
    accepting.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    assertThatThrownBy(listener::accept).isInstanceOf(ConnectorClosedException.class);
    assertThat(listener.isListening()).isFalse();
  }

  @Test
  void zs7ThePortThatTheSystemChoseIsTold() throws Exception {
    try (Listener listener = loom.listen(TCP);
        DatagramConnector datagrams = loom.bind("udp4://127.0.0.1:0")) {
      StreamConnector client = loom.connect(listener.uri());
      for (Connector each : List.of(listener, datagrams, client)) {
        InetSocketAddress address = internet(each.localAddress().orElseThrow());
        assertThat(address.getAddress()).isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
        assertThat(address.getPort()).isPositive();
      }
      int port = internet(listener.localAddress().orElseThrow()).getPort();
      assertThat(listener.uri()).hasToString("tcp4://127.0.0.1:" + port);
      assertThat(client.peerAddress()).isEqualTo(listener.localAddress());
      client.close();
      assertThat(client.localAddress()).as("known after the end").isPresent();
    }
  }

  // Where pike cut addresses to the size of version 4.
  @Test
  void zs11ConnectionsOfVersion6HaveWholeAddresses() throws Exception {
    try (Listener listener = loom.listen("tcp6://[::1]:0");
        StreamConnector client = loom.connect(listener.uri());
        StreamConnector accepted = listener.accept()) {
      for (Connector each : List.of(listener, client, accepted)) {
        assertLoopback6(each.localAddress().orElseThrow());
      }
      assertLoopback6(accepted.peerAddress().orElseThrow());
      assertThat(accepted.peerAddress()).isEqualTo(client.localAddress());
      assertThat(client.peerAddress()).isEqualTo(accepted.localAddress());
      ToolkitTest.assertRoundTrip(client, accepted);
    }
  }

  @Test
  void zs11DatagramsOfVersion6HaveWholeSenders() throws Exception {
    try (DatagramConnector one = loom.bind("udp6://[::1]:0");
        DatagramConnector other = loom.bind("udp6://[::1]:0")) {
      ByteBuffer buffer = ByteBuffer.allocate(10);
      for (int i = 0; i < 3; i++) { // each length is told anew
        one.send(ByteBuffer.wrap(new byte[] {1}), other.localAddress().orElseThrow());
        SocketAddress sender = other.receive(buffer.clear()).sender().orElseThrow();
        assertLoopback6(sender);
        assertThat(sender).isEqualTo(one.localAddress().orElseThrow());
        other.send(buffer.flip(), sender);
        assertThat(one.receive(buffer.clear()).sender()).isEqualTo(other.localAddress());
      }
    }
  }

  @Test
  void zs11BothVersionsMeetAtOneListener() throws Exception {
    try (Listener listener = loom.listen("tcp://:0")) {
      int port = internet(listener.localAddress().orElseThrow()).getPort();
      for (String host : List.of("127.0.0.1", "[::1]")) {
        try (StreamConnector client = loom.connect("tcp://" + host + ":" + port);
            StreamConnector accepted = listener.accept()) {
          assertThat(accepted.peerAddress()).isEqualTo(client.localAddress());
        }
      }
    }
  }

  private static InetSocketAddress internet(SocketAddress address) {
    return (InetSocketAddress) address;
  }

  private static void assertLoopback6(SocketAddress address) {
    assertThat(internet(address).getAddress())
        .isInstanceOf(Inet6Address.class)
        .matches(InetAddress::isLoopbackAddress);
    assertThat(internet(address).getPort()).isPositive();
  }
}
