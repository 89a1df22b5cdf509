// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;
import org.packetloom.net.PacketloomDatagramSocket;
import org.packetloom.net.PacketloomMulticastSocket;
import org.packetloom.net.SocketDeadlineException;
import org.packetloom.net.SocketInterruptedException;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** What the datagram sockets have beyond, or unlike, those of the JDK. */
class DatagramSocketTest extends ToolkitTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private Packetloom loom;

  @BeforeEach
  void openToolkit() throws IOException {
    loom = Packetloom.open();
  }

  @AfterEach
  void closeToolkit() {
    loom.close();
  }

  private PacketloomDatagramSocket open() throws SocketException {
    return new PacketloomDatagramSocket(loom, ANY_PORT);
  }

  private static DatagramPacket room(int bytes) {
    return new DatagramPacket(new byte[bytes], bytes);
  }

  private static void send(DatagramSocket from, DatagramSocket to, int... bytes)
      throws IOException {
    byte[] data = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      data[i] = (byte) bytes[i];
    }
    from.send(new DatagramPacket(data, data.length, to.getLocalSocketAddress()));
  }

  /** Receives into a packet, and gives its length. */
  private static int receive(DatagramSocket socket, DatagramPacket packet) throws IOException {
    socket.receive(packet);
    return packet.getLength();
  }

  // ---- packets

  @Test
  void aPacketIsFilledAgainThoughNobodySetsItsLengthBack() throws Exception {
    try (var near = open();
        var far = open()) {
      DatagramPacket packet = new DatagramPacket(new byte[10], 2, 6);
      for (int size : new int[] {3, 0, 5, 6, 6, 1, 4}) {
        send(far, near, new int[size]);
        assertThat(receive(near, packet)).isEqualTo(size);
        assertThat(packet.getOffset()).isEqualTo(2);
        assertThat(packet.getSocketAddress()).isEqualTo(far.getLocalSocketAddress());
      }
    }
  }

  @Test
  void aPacketThatSomebodyChangesHasTheLengthThatIsSet() throws Exception {
    try (var near = open();
        var far = open()) {
      DatagramPacket packet = room(6);
      send(far, near, 1, 2, 3);
      assertThat(receive(near, packet)).isEqualTo(3);
      packet.setLength(2);
      send(far, near, 1, 2, 3);
      assertThat(receive(near, packet)).isEqualTo(2);
      send(far, near, 1);
      assertThat(receive(near, packet)).isEqualTo(1);
      packet.setData(new byte[4]);
      send(far, near, 1, 2, 3, 4, 5);
      assertThat(receive(near, packet)).isEqualTo(4);
    }
  }

  @Test
  void anEchoUsesOnePacketForBothWays() throws Exception {
    try (var near = open();
        var far = open()) {
      DatagramPacket packet = room(6);
      for (int size = 1; size <= 6; size++) {
        send(far, near, new int[size]);
        near.receive(packet);
        near.send(packet);
        assertThat(receive(far, room(10))).isEqualTo(size);
      }
    }
  }

  // ---- the peer

  @Test
  void choosingAPeerDropsWhatOthersHadSentAndKeepsTheRest() throws Exception {
    try (var near = open();
        var peer = open();
        var other = open()) {
      send(other, near, 1);
      send(peer, near, 2);
      send(other, near, 3);
      near.connect(peer.getLocalSocketAddress());
      DatagramPacket packet = room(1);
      near.receive(packet);
      assertThat(packet.getData()).containsExactly(2);
      near.setSoTimeout(1);
      assertThatThrownBy(() -> near.receive(packet)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aPeerCanBeChosenWhileAThreadReceives() throws Exception {
    try (var near = open();
        var peer = open()) {
      DatagramPacket packet = room(1);
      Task<Integer> receiver = start(() -> receive(near, packet)).awaitParked();
      near.connect(peer.getLocalSocketAddress());
      send(peer, near, 7);
      assertThat(receiver.result()).isEqualTo(1);
      SocketAddress before = near.getLocalSocketAddress();
      near.disconnect();
      assertThat(near.isConnected()).isFalse();
      assertThat(near.getLocalSocketAddress()).isEqualTo(before);
      send(peer, near, 7);
      assertThat(receive(near, packet)).isEqualTo(1);
    }
  }

  @Test
  void aPeerThatIsGoneIsUnreachable() throws Exception {
    SocketAddress gone;
    try (var closed = open()) {
      gone = closed.getLocalSocketAddress();
    }
    try (var near = open()) {
      near.connect(gone);
      near.send(room(1));
      assertThatThrownBy(() -> near.receive(room(1)))
          .isInstanceOf(PortUnreachableException.class)
          .hasRootCauseInstanceOf(org.packetloom.ConnectionRefusedException.class);
    }
  }

  // ---- waiting

  @Test
  void deadlinesEndReceiving() throws Exception {
    try (var near = open()) {
      near.readDeadline(Deadline.after(Duration.ofMillis(5)));
      assertPasses(near);
      near.setSoTimeout(60_000);
      assertPasses(near);
      near.readDeadline(Deadline.NONE);
      Deadline.after(Duration.ofMillis(5))
          .call(
              () -> {
                assertPasses(near);
                return true;
              });
      near.setSoTimeout(2);
      assertTimesOut(near);
      near.setSoTimeout(0);
      Task<Integer> receiver = start(() -> receive(near, room(1))).awaitParked();
      near.readDeadline(Deadline.after(Duration.ZERO));
      receiver.assertFailure().isInstanceOf(SocketDeadlineException.class);
    }
  }

  private static void assertPasses(DatagramSocket socket) {
    assertThatThrownBy(() -> socket.receive(room(3))).isInstanceOf(SocketDeadlineException.class);
  }

  private static void assertTimesOut(DatagramSocket socket) {
    DatagramPacket packet = room(3);
    assertThatThrownBy(() -> socket.receive(packet))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessage("Receive timed out");
    assertThat(packet.getLength()).isEqualTo(3);
  }

  @Test
  void aTimeoutCountsForLaterCallsOnly() throws Exception {
    try (var near = open();
        var far = open()) {
      Task<Integer> receiver = start(() -> receive(near, room(1))).awaitParked();
      near.setSoTimeout(1);
      assertThat(near.getSoTimeout()).isEqualTo(1);
      assertThat(near.connector().isOpen()).isTrue();
      send(far, near, 1);
      assertThat(receiver.result()).isEqualTo(1);
      assertTimesOut(near);
    }
  }

  @Test
  void anInterruptClosesOnVirtualThreadsOnly() throws Exception {
    try (var near = open();
        var far = open()) {
      Task<Integer> platform =
          Task.start(Thread.ofPlatform().factory(), () -> receive(near, room(1))).awaitParked();
      platform.interrupt();
      send(far, near, 1);
      assertThat(platform.result()).isEqualTo(1);
      assertThat(platform.endedInterrupted()).isTrue();
      Task<Integer> virtual = start(() -> receive(near, room(1))).awaitParked();
      virtual.interrupt();
      virtual.assertFailure().isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
      assertThat(virtual.endedInterrupted()).isTrue();
      assertThat(near.isClosed()).isTrue();
    }
  }

  @Test
  void anInterruptCanLeaveTheSocketOpen() throws Exception {
    try (var near = open();
        var far = open()) {
      near.interruptPolicy(InterruptPolicy.KEEP_OPEN);
      assertThat(near.interruptPolicy()).isEqualTo(InterruptPolicy.KEEP_OPEN);
      Task<Integer> receiver = start(() -> receive(near, room(1))).awaitParked();
      receiver.interrupt();
      receiver.assertFailure().isInstanceOf(SocketInterruptedException.class);
      send(far, near, 1);
      assertThat(receive(near, room(1))).isEqualTo(1);
    }
  }

  @Test
  void closingTheToolkitClosesTheSocket() throws Exception {
    PacketloomDatagramSocket near = open();
    Task<Integer> receiver = start(() -> receive(near, room(1))).awaitParked();
    loom.close();
    receiver.assertFailure().isInstanceOf(SocketException.class).hasMessage("Socket closed");
    assertThat(near.isClosed()).isTrue();
    assertThat(near.isBound()).isTrue();
    assertThatThrownBy(this::open).isInstanceOf(SocketException.class);
  }

  @Test
  void datagramsMoveThroughTheConnectorToo() throws Exception {
    try (var near = open();
        var far = open()) {
      send(far, near, 1, 2);
      ByteBuffer bytes = ByteBuffer.allocate(4);
      assertThat(near.connector().receive(bytes).sender()).contains(far.getLocalSocketAddress());
      near.connector().send(bytes.flip(), far.getLocalSocketAddress());
      assertThat(receive(far, room(4))).isEqualTo(2);
    }
  }

  @Test
  void aThousandReceiversWait() throws Exception {
    List<PacketloomDatagramSocket> sockets = new ArrayList<>();
    List<Task<Integer>> receivers = new ArrayList<>();
    try (var far = open()) {
      for (int i = 0; i < 1000; i++) {
        PacketloomDatagramSocket socket = open();
        sockets.add(socket);
        receivers.add(start(() -> receive(socket, room(8))));
      }
      receivers.forEach(Task::awaitParked);
      for (PacketloomDatagramSocket socket : sockets) {
        send(far, socket, 1, 2, 3);
      }
      for (Task<Integer> receiver : receivers) {
        assertThat(receiver.result()).isEqualTo(3);
      }
    } finally {
      sockets.forEach(DatagramSocket::close);
    }
  }

  // ---- life

  @Test
  void nothingIsLeftOpen() throws Exception {
    int before = OpenDescriptors.count();
    for (int i = 0; i < 20; i++) {
      try (var near = open();
          var unbound = new PacketloomDatagramSocket(loom, null);
          var group = new PacketloomMulticastSocket(loom, ANY_PORT)) {
        send(near, group, 1);
        assertThat(unbound.isBound()).isFalse();
        assertThatThrownBy(() -> new PacketloomDatagramSocket(loom, near.getLocalSocketAddress()))
            .isInstanceOf(java.net.BindException.class);
      }
    }
    assertNoneLost(before);
  }

  @Test
  void socketsOfTheSharedToolkitNeedNoSettings() throws Exception {
    try (var near = new PacketloomDatagramSocket();
        var far = new PacketloomDatagramSocket(0, InetAddress.getLoopbackAddress());
        var group = new PacketloomMulticastSocket(0)) {
      send(near, far, 1);
      assertThat(receive(far, room(1))).isEqualTo(1);
      assertThat(near.getBroadcast()).isTrue();
      assertThat(group.getReuseAddress()).isTrue();
    }
  }

  // ---- groups

  @Test
  void aGroupIsHeardByTheInterfaceThatWasJoined() throws Exception {
    NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
    try (var near = new PacketloomMulticastSocket(loom, new InetSocketAddress(0));
        var far = new PacketloomMulticastSocket(loom, new InetSocketAddress(0))) {
      far.setNetworkInterface(loopback);
      InetSocketAddress group = new InetSocketAddress("239.255.7.1", near.getLocalPort());
      DatagramPacket sent = new DatagramPacket(new byte[] {1, 2}, 2, group);
      near.joinGroup(group, loopback);
      far.send(sent);
      near.setSoTimeout(10_000);
      DatagramPacket packet = room(4);
      assertThat(receive(near, packet)).isEqualTo(2);
      assertThat(packet.getPort()).isEqualTo(far.getLocalPort());
      near.leaveGroup(group, loopback);
      far.send(sent);
      near.setSoTimeout(20);
      assertThatThrownBy(() -> near.receive(room(4))).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void groupsOfBothVersionsAreJoinedAndLeft() throws Exception {
    NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
    try (var near = new PacketloomMulticastSocket(loom, new InetSocketAddress(0))) {
      for (String name : new String[] {"239.255.7.2", "ff12::7:2"}) {
        InetSocketAddress group = new InetSocketAddress(name, 0);
        near.joinGroup(group, loopback);
        assertThatThrownBy(() -> near.joinGroup(group, loopback))
            .isInstanceOf(SocketException.class);
        near.leaveGroup(group, loopback);
        assertThatThrownBy(() -> near.leaveGroup(group, loopback))
            .isInstanceOf(SocketException.class);
      }
    }
  }
}
