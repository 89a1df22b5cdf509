// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.packetloom.suite.VacantPort;

/** Sockets that have one peer, for a while. */
public interface PacketPeers extends PacketRow {
  @Test
  default void aConnectedSocketSendsPacketsWithoutAnAddress() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.connect(far.getLocalSocketAddress());
      near.send(plainPacket(1, 2));
      assertThat(receive(far)).containsExactly(1, 2);
    }
  }

  @Test
  default void sendTellsThePacketWhereItWent() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.connect(far.getLocalSocketAddress());
      DatagramPacket packet = plainPacket(1);
      near.send(packet);
      assertThat(packet.getSocketAddress()).isEqualTo(far.getLocalSocketAddress());
    }
  }

  @Test
  default void aConnectedSocketSendsPacketsToItsPeer() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.connect(far.getLocalSocketAddress());
      assertArrives(near, far);
    }
  }

  @Test
  default void aConnectedSocketSendsToNobodyElse() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound();
        DatagramSocket other = bound()) {
      near.connect(far.getLocalSocketAddress());
      assertThatIllegalArgumentException().isThrownBy(() -> near.send(packetTo(other, 1)));
      assertArrives(near, far);
    }
  }

  @Test
  default void aConnectedSocketReceivesFromItsPeerOnly() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound();
        DatagramSocket other = bound()) {
      near.connect(far.getLocalSocketAddress());
      other.send(packetTo(near, 1));
      far.send(packetTo(near, 2));
      assertThat(receive(near)).containsExactly(2);
    }
  }

  @Test
  default void connectByHostAndPortConnects() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.connect(far.getLocalAddress(), far.getLocalPort());
      assertThat(near.getRemoteSocketAddress()).isEqualTo(far.getLocalSocketAddress());
      assertArrives(near, far);
    }
  }

  @Test
  default void connectBindsTheSocket() throws Exception {
    try (DatagramSocket near = unbound();
        DatagramSocket far = bound()) {
      near.connect(far.getLocalSocketAddress());
      assertThat(near.isBound()).isTrue();
      assertThat(near.getLocalPort()).isPositive();
      assertArrives(near, far);
    }
  }

  @Test
  default void theLocalAddressIsThatOfTheRouteWhileConnected() throws Exception {
    try (DatagramSocket near = sockets().newDatagramSocket(new InetSocketAddress(0));
        DatagramSocket far = bound()) {
      int port = near.getLocalPort();
      near.connect(far.getLocalSocketAddress());
      assertThat(near.getLocalPort()).isEqualTo(port);
      assertThat(near.getLocalAddress()).isEqualTo(InetAddress.getLoopbackAddress());
      near.disconnect();
      assertThat(near.getLocalAddress().isAnyLocalAddress()).isTrue();
      assertThat(near.getLocalPort()).isEqualTo(port);
    }
  }

  @Test
  default void connectAgainChangesThePeer() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket first = bound();
        DatagramSocket second = bound()) {
      near.connect(first.getLocalSocketAddress());
      near.connect(second.getLocalSocketAddress());
      assertThat(near.getRemoteSocketAddress()).isEqualTo(second.getLocalSocketAddress());
      assertArrives(near, second);
      assertThatIllegalArgumentException().isThrownBy(() -> near.send(packetTo(first, 1)));
    }
  }

  @Test
  default void disconnectForgetsThePeer() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.connect(far.getLocalSocketAddress());
      near.disconnect();
      assertThat(near.isConnected()).isFalse();
      assertThat(near.getInetAddress()).isNull();
      assertThat(near.getPort()).isEqualTo(-1);
      assertThat(near.getRemoteSocketAddress()).isNull();
    }
  }

  @Test
  default void aDisconnectedSocketTalksToAll() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound();
        DatagramSocket other = bound()) {
      near.connect(far.getLocalSocketAddress());
      near.disconnect();
      assertArrives(near, other);
      assertArrives(other, near);
      assertThatIllegalArgumentException().isThrownBy(() -> near.send(plainPacket(1)));
    }
  }

  @Test
  default void aDisconnectedSocketKeepsItsAddress() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      var address = near.getLocalSocketAddress();
      near.connect(far.getLocalSocketAddress());
      near.disconnect();
      assertThat(near.getLocalSocketAddress()).isEqualTo(address);
      assertArrives(far, near);
    }
  }

  @Test
  default void disconnectWithoutAPeerDoesNothing() throws Exception {
    DatagramSocket socket = bound();
    socket.disconnect();
    assertThat(socket.isConnected()).isFalse();
    socket.close();
    socket.disconnect();
    assertThat(socket.isClosed()).isTrue();
  }

  @Test
  default void connectWithoutAnAddressIsRejected() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThatIllegalArgumentException().isThrownBy(() -> socket.connect(null));
      assertThatIllegalArgumentException().isThrownBy(() -> socket.connect(null, 1));
      assertThat(socket.isConnected()).isFalse();
    }
  }

  @Test
  default void portsOutOfRangeAreRejected() throws Exception {
    InetAddress host = InetAddress.getLoopbackAddress();
    try (DatagramSocket socket = bound()) {
      assertThatIllegalArgumentException().isThrownBy(() -> socket.connect(host, -1));
      assertThatIllegalArgumentException().isThrownBy(() -> socket.connect(host, 65_536));
      assertThat(socket.isConnected()).isFalse();
    }
  }

  @Test
  default void portZeroIsNoPeer() throws Exception {
    InetAddress host = InetAddress.getLoopbackAddress();
    try (DatagramSocket socket = bound()) {
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> socket.connect(host, 0));
      assertSocketException(() -> socket.connect(new InetSocketAddress(host, 0)));
      assertThat(socket.isConnected()).isFalse();
    }
  }

  @Test
  default void connectToAnUnknownKindOfAddressIsRejected() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThatIllegalArgumentException().isThrownBy(() -> socket.connect(new StrangeAddress()));
      assertThat(socket.isConnected()).isFalse();
    }
  }

  @Test
  default void connectToAnUnresolvedNameFails() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertSocketException(
          () -> socket.connect(InetSocketAddress.createUnresolved("no.invalid", 1)));
      assertThat(socket.isConnected()).isFalse();
    }
  }

  @Test
  default void connectAfterCloseDoesNothing() throws Exception {
    try (DatagramSocket far = bound()) {
      DatagramSocket near = bound();
      near.close();
      near.connect(far.getLocalAddress(), far.getLocalPort());
      near.connect(far.getLocalAddress(), 0);
      near.connect(far.getLocalSocketAddress());
      assertThat(near.isConnected()).isFalse();
      assertThat(near.getRemoteSocketAddress()).isNull();
    }
  }

  @Test
  default void aPeerThatIsGoneMayBeTold() throws Exception {
    try (DatagramSocket near = bound()) {
      near.connect(VacantPort.like(near.getLocalSocketAddress()));
      near.setSoTimeout(1000);
      near.send(plainPacket(1));
      assertThat(catchThrowable(() -> near.receive(room(10))))
          .isInstanceOfAny(PortUnreachableException.class, SocketTimeoutException.class);
      assertThat(near.isClosed()).isFalse();
      assertThat(near.isConnected()).isTrue();
    }
  }

  @Test
  default void aPeerThatIsGoneIsToldOnLoopback() throws Exception {
    try (DatagramSocket near = bound()) {
      near.connect(VacantPort.like(near.getLocalSocketAddress()));
      near.setSoTimeout(30_000);
      near.send(plainPacket(1));
      assertThatExceptionOfType(PortUnreachableException.class)
          .isThrownBy(() -> near.receive(room(10)));
    }
  }

  @Test
  default void aSocketStaysUsableAfterItsPeerWasGone() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.connect(VacantPort.like(near.getLocalSocketAddress()));
      near.setSoTimeout(1000);
      near.send(plainPacket(1));
      catchThrowable(() -> near.receive(room(10)));
      near.disconnect();
      assertArrives(near, far);
    }
  }

  @Test
  default void anUnconnectedSocketIsNotToldOfMissingReceivers() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.send(packet(VacantPort.like(near.getLocalSocketAddress()), 1));
      assertArrives(near, far);
      assertArrives(far, near);
    }
  }

  @Test
  default void twoSocketsMayConnectToEachOther() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.connect(far.getLocalSocketAddress());
      far.connect(near.getLocalSocketAddress());
      assertArrives(near, far);
      assertArrives(far, near);
    }
  }

  @Test
  default void disconnectLetsAReceiveWait() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.connect(far.getLocalSocketAddress());
      near.disconnect();
      var receiving = startReceive(near);
      far.send(packetTo(near, 8));
      assertThat(receiving.result()).containsExactly(8);
    }
  }
}
