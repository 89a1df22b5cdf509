// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** Sending and receiving: sizes, offsets, lengths and addresses of packets. */
public interface PacketTransfer extends PacketRow {
  @Test
  default void aPacketArrivesWithTheAddressOfItsSender() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.send(packetTo(far, 1, 2, 3));
      DatagramPacket packet = room(10);
      far.receive(packet);
      assertThat(dataOf(packet)).containsExactly(1, 2, 3);
      assertThat(packet.getSocketAddress()).isEqualTo(near.getLocalSocketAddress());
      assertThat(packet.getPort()).isEqualTo(near.getLocalPort());
    }
  }

  @Test
  default void sendLeavesItsPacketAlone() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      DatagramPacket packet = packetTo(far, 1, 2, 3);
      near.send(packet);
      assertThat(packet.getLength()).isEqualTo(3);
      assertThat(packet.getOffset()).isZero();
      assertThat(packet.getSocketAddress()).isEqualTo(far.getLocalSocketAddress());
    }
  }

  @Test
  default void theFirstSendBindsTheSocket() throws Exception {
    try (DatagramSocket near = unbound();
        DatagramSocket far = bound()) {
      near.send(packetTo(far, 9));
      assertThat(near.getLocalPort()).isPositive();
      DatagramPacket packet = room(10);
      far.receive(packet);
      assertThat(packet.getPort()).isEqualTo(near.getLocalPort());
    }
  }

  @Test
  default void aPacketCanBeAnswered() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.send(packetTo(far, 1));
      DatagramPacket packet = room(10);
      far.receive(packet);
      far.send(packet);
      assertThat(receive(near)).containsExactly(1);
    }
  }

  @Test
  default void aLongDatagramIsCutToTheLengthOfThePacket() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.send(packetTo(far, 1, 2, 3, 4, 5));
      near.send(packetTo(far, 6));
      DatagramPacket packet = room(3);
      far.receive(packet);
      assertThat(dataOf(packet)).containsExactly(1, 2, 3);
      assertThat(receive(far)).containsExactly(6);
    }
  }

  @Test
  default void aPacketIsFilledFromItsOffsetOn() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.send(packetTo(far, 1, 2, 3));
      byte[] block = new byte[10];
      DatagramPacket packet = new DatagramPacket(block, 4, 5);
      far.receive(packet);
      assertThat(block).containsExactly(0, 0, 0, 0, 1, 2, 3, 0, 0, 0);
      assertThat(packet.getOffset()).isEqualTo(4);
      assertThat(packet.getLength()).isEqualTo(3);
      assertThat(packet.getData()).isSameAs(block);
    }
  }

  @Test
  default void onlyTheLengthOfAPacketIsSent() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      byte[] block = {1, 2, 3, 4, 5};
      near.send(new DatagramPacket(block, 1, 3, far.getLocalSocketAddress()));
      assertThat(receive(far)).containsExactly(2, 3, 4);
    }
  }

  @Test
  default void aPacketUsedAgainHasRoomForWhatItHadRoomFor() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.send(packetTo(far, 1));
      near.send(packetTo(far, 1, 2, 3, 4));
      DatagramPacket packet = room(10);
      far.receive(packet);
      assertThat(packet.getLength()).isEqualTo(1);
      far.receive(packet);
      assertThat(packet.getLength()).isEqualTo(4);
    }
  }

  @Test
  default void aPacketThatWasShortenedStaysShort() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.send(packetTo(far, 1, 2, 3, 4));
      DatagramPacket packet = room(10);
      packet.setLength(2);
      far.receive(packet);
      assertThat(dataOf(packet)).containsExactly(1, 2);
    }
  }

  @Test
  default void anEmptyDatagramArrives() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.send(packetTo(far));
      DatagramPacket packet = room(10);
      far.receive(packet);
      assertThat(packet.getLength()).isZero();
      assertThat(packet.getSocketAddress()).isEqualTo(near.getLocalSocketAddress());
    }
  }

  @Test
  default void aPacketWithoutRoomTakesADatagram() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.send(packetTo(far, 1, 2));
      near.send(packetTo(far, 3));
      DatagramPacket packet = room(0);
      far.receive(packet);
      assertThat(packet.getLength()).isZero();
      assertThat(packet.getPort()).isEqualTo(near.getLocalPort());
      assertThat(receive(far)).containsExactly(3);
    }
  }

  @Test
  default void aLargeDatagramArrivesWhole() throws Exception {
    byte[] sent = Seed.bytes(60_000);
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.send(new DatagramPacket(sent, sent.length, far.getLocalSocketAddress()));
      DatagramPacket packet = room(65_535);
      far.receive(packet);
      assertThat(dataOf(packet)).isEqualTo(sent);
    }
  }

  @Test
  default void aDatagramThatIsTooLargeIsRefused() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      DatagramPacket packet =
          new DatagramPacket(new byte[70_000], 70_000, far.getLocalSocketAddress());
      assertThatIOException().isThrownBy(() -> near.send(packet));
      assertThat(near.isClosed()).isFalse();
      assertArrives(near, far);
    }
  }

  @Test
  default void aPacketWithoutAnAddressIsRejected() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThatIllegalArgumentException().isThrownBy(() -> socket.send(plainPacket(1)));
    }
  }

  @Test
  default void aPacketToPortZeroIsRefused() throws Exception {
    try (DatagramSocket socket = bound()) {
      DatagramPacket packet = packet(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
      assertSocketException(() -> socket.send(packet));
    }
  }

  @Test
  default void missingPacketsAreRejected() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThatNullPointerException().isThrownBy(() -> socket.send(null));
      assertThatNullPointerException().isThrownBy(() -> socket.receive(null));
    }
  }

  @Test
  default void sendAndReceiveOfAClosedSocketFail() throws Exception {
    try (DatagramSocket far = bound()) {
      DatagramSocket near = bound();
      near.close();
      assertSocketException(() -> near.send(packetTo(far, 1)));
      assertSocketException(() -> near.receive(room(1)));
    }
  }

  @Test
  default void datagramsKeepTheirBounds() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      for (int i = 1; i <= 20; i++) {
        near.send(new DatagramPacket(new byte[i], i, far.getLocalSocketAddress()));
      }
      for (int i = 1; i <= 20; i++) {
        assertThat(receive(far)).hasSize(i);
      }
    }
  }

  @Test
  default void manyThreadsMaySendAndReceive() throws Exception {
    int threads = 4;
    int each = 25;
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      List<Task<Integer>> receivers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        receivers.add(start(() -> sumOf(far, each)));
      }
      List<Task<Void>> senders = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        senders.add(startAction(() -> sendOnes(near, far, each)));
      }
      senders.forEach(Task::result);
      assertThat(receivers.stream().mapToInt(Task::result).sum()).isEqualTo(threads * each);
    }
  }

  private int sumOf(DatagramSocket socket, int count) throws Exception {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += receive(socket)[0];
    }
    return sum;
  }

  private void sendOnes(DatagramSocket from, DatagramSocket to, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      from.send(packetTo(to, 1));
    }
  }

  @Test
  default void version6Arrives() throws Exception {
    InetSocketAddress local = new InetSocketAddress(Hosts.loopback6(), 0);
    try (DatagramSocket near = sockets().newDatagramSocket(local);
        DatagramSocket far = sockets().newDatagramSocket(local)) {
      near.send(packetTo(far, 5));
      DatagramPacket packet = room(10);
      far.receive(packet);
      assertThat(packet.getSocketAddress()).isEqualTo(near.getLocalSocketAddress());
    }
  }

  @Test
  default void aSocketAtTheWildcardTakesBothVersions() throws Exception {
    InetAddress loopback6 = Hosts.loopback6();
    try (DatagramSocket far = sockets().newDatagramSocket(new InetSocketAddress(0));
        DatagramSocket near4 = bound();
        DatagramSocket near6 = sockets().newDatagramSocket(new InetSocketAddress(loopback6, 0))) {
      near4.send(packet(new InetSocketAddress(Hosts.loopback4(), far.getLocalPort()), 4));
      DatagramPacket packet = room(10);
      far.receive(packet);
      assertThat(packet.getAddress()).isEqualTo(Hosts.loopback4());
      near6.send(packet(new InetSocketAddress(loopback6, far.getLocalPort()), 6));
      far.receive(packet);
      assertThat(packet.getAddress()).isEqualTo(loopback6);
    }
  }

  @Test
  default void aSocketAtTheWildcardSendsToBothVersions() throws Exception {
    InetSocketAddress local6 = new InetSocketAddress(Hosts.loopback6(), 0);
    try (DatagramSocket near = sockets().newDatagramSocket(new InetSocketAddress(0));
        DatagramSocket far4 = bound();
        DatagramSocket far6 = sockets().newDatagramSocket(local6)) {
      assertArrives(near, far4);
      assertArrives(near, far6);
    }
  }
}
