// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;
import org.packetloom.suite.Watchdog;

/** Channels of datagrams as connectors: what is theirs alone. */
@ExtendWith(Watchdog.class)
class JdkDatagramsTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  private Packetloom loom;

  @BeforeEach
  void open() throws Exception {
    loom = Packetloom.open();
  }

  @AfterEach
  void close() {
    loom.close();
  }

  private DatagramConnector bound() throws Exception {
    return JdkConnectors.datagrams(loom, DatagramChannel.open().bind(ANY_PORT));
  }

  private static SocketAddress address(DatagramConnector connector) {
    return connector.localAddress().orElseThrow();
  }

  @Test
  void anInterruptedReceiveLosesNeitherTheChannelNorADatagram() throws Exception {
    try (DatagramConnector near = bound();
        DatagramConnector far = bound()) {
      Task<Datagram> given =
          Task.start(loom.threadFactory(), () -> near.receive(ByteBuffer.allocate(1)));
      given.awaitParked();
      given.thread().interrupt();
      assertThat(given.failure()).isInstanceOf(ConnectorInterruptedException.class);
      far.send(ByteBuffer.wrap(new byte[] {7}), address(near));
      ByteBuffer one = ByteBuffer.allocate(1);
      assertThat(near.receive(one).sender()).contains(address(far));
      assertThat(one.get(0)).isEqualTo((byte) 7);
    }
  }

  @Test
  void aChannelThatIsNotBoundGetsAPort() throws Exception {
    try (DatagramConnector connector = JdkConnectors.datagrams(loom, DatagramChannel.open())) {
      assertThat(((InetSocketAddress) address(connector)).getPort()).isPositive();
    }
  }

  @Test
  void withAPeerItSendsToThatAlone() throws Exception {
    try (DatagramConnector near = bound();
        DatagramConnector far = bound();
        DatagramConnector other = bound()) {
      near.connect(address(far));
      ByteBuffer source = ByteBuffer.allocate(1);
      assertThatThrownBy(() -> near.send(source, address(other)))
          .isInstanceOf(CapabilityException.class);
      near.send(source);
      assertThat(far.receive(ByteBuffer.allocate(1)).sender()).contains(address(near));
    }
  }

  @Test
  void oneThatIsRegisteredIsRefused() throws Exception {
    try (Selector selector = Selector.open();
        DatagramChannel channel = DatagramChannel.open()) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      assertThatThrownBy(() -> JdkConnectors.datagrams(loom, channel))
          .isInstanceOf(IllegalBlockingModeException.class);
    }
  }

  @Test
  void closingTheToolkitClosesTheChannelAndWakesWhoWaits() throws Exception {
    DatagramChannel channel = DatagramChannel.open().bind(ANY_PORT);
    DatagramConnector connector = JdkConnectors.datagrams(loom, channel);
    Task<Datagram> waiting =
        Task.start(Thread.ofVirtual().factory(), () -> connector.receive(ByteBuffer.allocate(1)));
    waiting.awaitParked();
    loom.close();
    assertThat(waiting.failure()).isInstanceOf(ClosedChannelException.class);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void nothingIsLeftOpen() throws Exception {
    bound().close(); // what the JDK opens once
    int before = OpenDescriptors.count();
    for (int i = 0; i < 20; i++) {
      try (DatagramConnector near = bound();
          DatagramConnector far = bound()) {
        Task<Datagram> waiting =
            Task.start(loom.threadFactory(), () -> near.receive(ByteBuffer.allocate(1)));
        waiting.awaitParked();
        far.send(ByteBuffer.allocate(1), address(near));
        waiting.result();
      }
    }
    Await.until("descriptors are closed", () -> OpenDescriptors.count() <= before);
  }
}
