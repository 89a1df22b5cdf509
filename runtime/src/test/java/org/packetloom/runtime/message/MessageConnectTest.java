// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.packetloom.runtime.message.MessageRow.CLIENT;
import static org.packetloom.runtime.message.MessageRow.CONFIG;
import static org.packetloom.runtime.message.MessageRow.LOSSY;
import static org.packetloom.runtime.message.MessageRow.ORDERED;
import static org.packetloom.runtime.message.MessageRow.SERVER;
import static org.packetloom.runtime.message.MessageRow.bytes;
import static org.packetloom.runtime.message.MessageRow.closeNow;
import static org.packetloom.runtime.message.MessageRow.receive;
import static org.packetloom.runtime.message.MessageRow.watchdog;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.MessageTooLargeException;
import org.packetloom.NotConnectedException;
import org.packetloom.Packetloom;
import org.packetloom.message.ConnectionEndedException;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.HandshakeTimeoutException;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageConnection;
import org.packetloom.message.MessageLostException;
import org.packetloom.message.MessageReceipt;
import org.packetloom.message.MessageServer;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.SimulatedDatagrams;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;
import org.packetloom.suite.VacantPort;

/** Connections by URIs, connections that are not made, sockets that misbehave, and what is left. */
@Timeout(60)
class MessageConnectTest {
  private static final String SOMEWHERE = "udp4://127.0.0.1:0";

  @TempDir private Path folder;
  private Packetloom loom;

  @BeforeEach
  void open() throws IOException {
    loom = Packetloom.open();
  }

  @AfterEach
  void close() {
    loom.close();
  }

  private static void assertServes(MessageServer server, MessageConnection client)
      throws IOException {
    try (server) {
      MessageConnection served = server.accept();
      client.channel(ORDERED).post(bytes("by its name"));
      assertThat(receive(served.channel(ORDERED))).isEqualTo("by its name");
      closeNow(client);
      closeNow(server);
    }
  }

  // ---- by URIs

  @Test
  void aServerIsFoundByItsUri() throws IOException {
    for (String uri : List.of("udp4://127.0.0.1:0", "udp://localhost:0", "udp://:0")) {
      var server = MessageServer.bind(loom, uri, SERVER);
      ConnectorUri near = server.uri();
      assertServes(server, MessageConnection.connect(loom, near.toString(), CLIENT));
    }
  }

  @Test
  void allAddressesOfANameAreTried() throws IOException {
    var server = MessageServer.bind(loom, SOMEWHERE, SERVER);
    int port = ((InetSocketAddress) bound(server)).getPort();
    assertServes(server, MessageConnection.connect(loom, "udp://localhost:" + port, CLIENT));
  }

  private static java.net.SocketAddress bound(MessageServer server) {
    var host = (org.packetloom.ConnectorTarget.Host) server.uri().target();
    return new InetSocketAddress("127.0.0.1", host.port().orElseThrow());
  }

  @Test
  void aServerMayHaveAFileForAnAddress() throws IOException {
    String uri = "local://" + folder.resolve("game") + "?behaviour=datagram";
    var server = MessageServer.bind(loom, uri, SERVER);
    assertServes(server, MessageConnection.connect(loom, uri, CLIENT));
  }

  @Test
  void shardsHaveSocketsOfTheirOwn() throws IOException {
    try (var server = MessageServer.builder(SERVER).shards(3).bind(loom, SOMEWHERE)) {
      for (int i = 0; i < 20; i++) {
        var client = MessageConnection.connect(loom, server.uri().toString(), CLIENT);
        MessageConnection served = server.accept();
        client.channel(ORDERED).post(bytes("n" + i));
        assertThat(receive(served.channel(ORDERED))).isEqualTo("n" + i);
        assertThat(server.disconnect(served.id(), i)).isTrue();
        assertThatThrownBy(() -> client.receive(watchdog()))
            .isInstanceOf(ConnectionEndedException.class);
      }
      assertThat(server.stats().accepted()).isEqualTo(20);
      closeNow(server);
    }
  }

  @Test
  void wrongUrisAreToldApart() {
    assertThatThrownBy(() -> MessageConnection.connect(loom, "udp4://127.0.0.1:x?y", CLIENT))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> MessageConnection.connect(loom, "udp4://127.0.0.1:99999", CLIENT))
        .isInstanceOf(ConnectorUriException.class);
    assertThatThrownBy(() -> MessageServer.bind(loom, "tcp4://127.0.0.1:0", SERVER))
        .isInstanceOf(CapabilityException.class);
    assertThatThrownBy(() -> MessageServer.bind(loom, SOMEWHERE + "?blocking=no", SERVER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- connections that are not made

  @Test
  void nobodyThereIsARefusal() throws IOException {
    SocketAddress nobody = VacantPort.like(new InetSocketAddress("127.0.0.1", 0));
    String uri = "udp4://127.0.0.1:" + ((InetSocketAddress) nobody).getPort();
    assertThatThrownBy(() -> MessageConnection.connect(loom, uri, CLIENT))
        .isInstanceOf(ConnectionRefusedException.class);
  }

  @Test
  void noAnswerIsATimeoutOfTheHandshake() throws IOException {
    try (DatagramConnector mute = loom.bind(SOMEWHERE)) {
      var config = CLIENT.handshakeTimeout(Duration.ofMillis(30));
      assertThatThrownBy(() -> MessageConnection.connect(loom, mute.uri().toString(), config))
          .isInstanceOf(HandshakeTimeoutException.class)
          .isInstanceOf(ConnectException.class)
          .hasMessageStartingWith("connect ");
    }
  }

  @Test
  void aDeadlineOrAnInterruptEndsConnecting() throws IOException {
    try (DatagramConnector mute = loom.bind(SOMEWHERE)) {
      String uri = mute.uri().toString();
      Deadline soon = Deadline.after(Duration.ofMillis(20));
      assertThatThrownBy(() -> MessageConnection.connect(loom, uri, CLIENT, soon))
          .isInstanceOf(ConnectorTimeoutException.class);
      var connecting =
          Task.start(loom.threadFactory(), () -> MessageConnection.connect(loom, uri, CLIENT))
              .awaitParked();
      connecting.interrupt();
      connecting.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      assertThat(connecting.endedInterrupted()).isTrue();
    }
  }

  @Test
  void aConnectorWithoutAPeerIsRefusedAndClosed() throws IOException {
    DatagramConnector socket = loom.bind(SOMEWHERE);
    assertThatThrownBy(() -> MessageConnection.over(socket, CLIENT))
        .isInstanceOf(NotConnectedException.class);
    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void datagramsThatAreTooLargeForTheSocketAreTold() throws IOException {
    String uri = "local://" + folder.resolve("s") + "?behaviour=datagram";
    var large = MessageConfig.DEFAULT.toBuilder().maxDatagramSize(60_000).build();
    try (var server = MessageServer.bind(loom, uri, MessageServerConfig.of(large))) {
      String near = "local://" + folder.resolve("c") + "?behaviour=datagram&send-buffer=4608";
      DatagramConnector socket = loom.bind(near);
      socket.connect(java.net.UnixDomainSocketAddress.of(folder.resolve("s")));
      var client = MessageConnection.over(socket, MessageClientConfig.of(large));
      client.channel(1).post(ByteBuffer.allocate(50_000));
      client.channel(1).post(bytes("x"));
      var dropped = client.stats();
      assertThat(dropped.messagesSent()).isEqualTo(2);
      assertThat(client.isOpen()).isTrue();
      closeNow(client);
      closeNow(server);
    } catch (MessageTooLargeException e) {
      assertThat(e).hasMessageContaining("EMSGSIZE"); // the handshake's own are padded
    }
  }

  // ---- sockets that misbehave

  @Test
  void noiseDoesNotDisturb() throws IOException {
    try (var server = MessageServer.bind(loom, SOMEWHERE, SERVER);
        DatagramConnector noise = loom.bind(SOMEWHERE)) {
      var client = MessageConnection.connect(loom, server.uri().toString(), CLIENT);
      MessageConnection served = server.accept();
      for (int size : new int[] {0, 1, 8, 9, 100, 1200, 2049, 5000, 60_000}) {
        var data = ByteBuffer.allocate(size);
        for (int i = 0; i < size; i++) {
          data.put((byte) (0x80 | i * 31));
        }
        noise.send(data.flip(), bound(server));
      }
      client.channel(ORDERED).post(bytes("calm"));
      assertThat(receive(served.channel(ORDERED))).isEqualTo("calm");
      closeNow(client);
      closeNow(server);
    }
  }

  @Test
  void aServerOutlivesItsClientsSockets() throws IOException {
    try (var server = MessageServer.bind(loom, SOMEWHERE, SERVER)) {
      DatagramConnector socket = loom.bind(SOMEWHERE);
      socket.connect(bound(server));
      MessageConnection.over(socket, CLIENT);
      MessageConnection served = server.accept();
      socket.close(); // its port answers that it is unreachable from now on
      for (int i = 0; i < 50; i++) {
        served.channel(ORDERED).post(bytes("into the void"));
      }
      var other = MessageConnection.connect(loom, server.uri().toString(), CLIENT);
      MessageConnection otherServed = server.accept();
      otherServed.channel(ORDERED).post(bytes("still here"));
      assertThat(receive(other.channel(ORDERED))).isEqualTo("still here");
      assertThat(served.isOpen()).isTrue();
      closeNow(other);
      closeNow(server);
    }
  }

  @Test
  void aServersSocketThatDiesEndsEverything() throws IOException {
    DatagramConnector socket = loom.bind(SOMEWHERE);
    try (var server = MessageServer.over(socket, SERVER)) {
      var client = MessageConnection.connect(loom, server.uri().toString(), CLIENT);
      MessageConnection served = server.accept();
      var acceptor = Task.start(loom.threadFactory(), server::accept).awaitParked();
      var receiver = Task.start(loom.threadFactory(), served::receive).awaitParked();
      socket.close();
      acceptor
          .assertFailure()
          .isInstanceOf(ConnectionEndedException.class)
          .hasCauseInstanceOf(IOException.class);
      receiver
          .assertFailure()
          .isInstanceOfSatisfying(
              ConnectionEndedException.class,
              e -> assertThat(e.reason().kind()).isEqualTo(DisconnectReason.Kind.SOCKET_FAILED));
      assertThat(server.isOpen()).isFalse();
      closeNow(client);
    }
  }

  @Test
  void closingTheToolkitEndsConnections() throws IOException {
    var other = Packetloom.open();
    var server = MessageServer.bind(other, SOMEWHERE, SERVER);
    var client = MessageConnection.connect(other, server.uri().toString(), CLIENT);
    var receiver = Task.start(loom.threadFactory(), client::receive).awaitParked();
    other.close();
    receiver.assertFailure().isInstanceOf(ConnectionEndedException.class);
    client.close();
    server.close();
  }

  @Test
  void aLostMessageIsTold() throws IOException {
    try (var server = MessageServer.bind(loom, SOMEWHERE, SERVER)) {
      DatagramConnector socket = loom.bind(SOMEWHERE);
      socket.connect(bound(server));
      var link = SimulatedDatagrams.over(socket, LinkConditions.PERFECT, LinkConditions.PERFECT, 1);
      var client = MessageConnection.over(link, CLIENT);
      MessageConnection served = server.accept();
      client.channel(ORDERED).send(bytes("heard")).await(watchdog());
      link.conditions(LinkConditions.parse("loss=100%"), LinkConditions.PERFECT);
      MessageReceipt lost = client.channel(LOSSY).send(bytes("lost"));
      assertThatThrownBy(() -> lost.await(watchdog()))
          .isInstanceOfSatisfying(
              MessageLostException.class,
              e -> {
                assertThat(e.id()).isEqualTo(lost.id());
                assertThat(e.channel()).isEqualTo(LOSSY);
              });
      assertThat(lost.state()).isEqualTo(MessageReceipt.State.LOST);
      assertThat(served.channel(LOSSY).tryReceive()).isEmpty();
      closeNow(client);
      closeNow(server);
    }
  }

  // ---- what is left

  @Test
  void closeLeavesNoThreadAndNoDescriptor() throws IOException {
    Thread.getAllStackTraces(); // what that needs itself
    round();
    int before = OpenDescriptors.canBeCounted() ? OpenDescriptors.count() : 0;
    for (int i = 0; i < 10; i++) {
      round();
    }
    if (OpenDescriptors.canBeCounted()) {
      assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(before);
    }
  }

  private void round() throws IOException {
    var threads = new Counting();
    DatagramConnector socket = loom.bind(SOMEWHERE);
    var server =
        new PureMessages()
            .serve(
                List.of(socket), SERVER, 1, org.packetloom.message.FlushPolicy.IMMEDIATE, threads);
    DatagramConnector near = loom.bind(SOMEWHERE);
    near.connect(bound(server));
    var client = new PureMessages().connect(near, CLIENT, threads);
    client.channel(ORDERED).send(bytes("x")).await(watchdog());
    closeNow(client);
    closeNow(server);
    Await.until("all threads end", () -> threads.started.stream().noneMatch(Thread::isAlive));
    assertThat(threads.started).hasSize(2);
    assertThat(socket.isOpen()).isFalse();
    assertThat(near.isOpen()).isFalse();
  }

  /** Makes threads and keeps them in mind. */
  private static final class Counting implements java.util.concurrent.ThreadFactory {
    private final List<Thread> started = new java.util.concurrent.CopyOnWriteArrayList<>();

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = Thread.ofVirtual().unstarted(task);
      started.add(thread);
      return thread;
    }
  }

  @Test
  void settingsReachTheConnection() throws IOException {
    try (var server = MessageServer.bind(loom, SOMEWHERE + "?interrupt=close", SERVER)) {
      assertThat(server.interruptPolicy()).isEqualTo(org.packetloom.InterruptPolicy.CLOSE);
      assertThat(server.config()).isEqualTo(SERVER);
      var client = MessageConnection.connect(loom, server.uri().toString(), CLIENT);
      assertThat(client.config()).isEqualTo(CONFIG);
      assertThat(client.channels()).hasSize(CONFIG.channels().size());
      assertThatThrownBy(() -> client.channel(77)).isInstanceOf(IllegalArgumentException.class);
      assertThat(client.sendBudget()).isPositive();
      closeNow(client);
      closeNow(server);
    }
  }
}
