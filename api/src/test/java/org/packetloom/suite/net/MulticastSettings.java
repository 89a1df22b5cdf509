// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.Test;

/** What a multicast socket has beyond a datagram socket, and its old methods. */
@SuppressWarnings({"deprecation", "removal"}) // they are part of the contract as long as they exist
public interface MulticastSettings extends MulticastGroups {
  @Test
  default void aMulticastSocketSharesItsPort() throws Exception {
    try (MulticastSocket first = sockets().newMulticastSocket(new InetSocketAddress(0));
        MulticastSocket second =
            sockets().newMulticastSocket(new InetSocketAddress(first.getLocalPort()))) {
      assertThat(first.getReuseAddress()).isTrue();
      assertThat(second.getLocalPort()).isEqualTo(first.getLocalPort());
    }
  }

  @Test
  default void anUnboundMulticastSocketMayShareItsPort() throws Exception {
    try (MulticastSocket socket = sockets().newMulticastSocket(null)) {
      assertThat(socket.isBound()).isFalse();
      assertThat(socket.getReuseAddress()).isTrue();
    }
  }

  @Test
  default void theTimeToLiveIsToldBack() throws Exception {
    try (MulticastSocket socket = sockets().newMulticastSocket(null)) {
      assertThat(socket.getTimeToLive()).isEqualTo(1);
      for (int ttl : new int[] {0, 2, 255}) {
        socket.setTimeToLive(ttl);
        assertThat(socket.getTimeToLive()).isEqualTo(ttl);
        assertThat(socket.getOption(StandardSocketOptions.IP_MULTICAST_TTL)).isEqualTo(ttl);
      }
    }
  }

  @Test
  default void timesToLiveOutOfRangeAreRejected() throws Exception {
    try (MulticastSocket socket = sockets().newMulticastSocket(null)) {
      assertThatIllegalArgumentException().isThrownBy(() -> socket.setTimeToLive(-1));
      assertThatIllegalArgumentException().isThrownBy(() -> socket.setTimeToLive(256));
    }
  }

  @Test
  default void theOldTimeToLiveIsAByteWithoutSign() throws Exception {
    try (MulticastSocket socket = sockets().newMulticastSocket(null)) {
      socket.setTTL((byte) 200);
      assertThat(socket.getTTL()).isEqualTo((byte) 200);
      assertThat(socket.getTimeToLive()).isEqualTo(200);
    }
  }

  @Test
  default void theLoopbackModeIsToldBackTheOtherWayRound() throws Exception {
    try (MulticastSocket socket = sockets().newMulticastSocket(null)) {
      assertThat(socket.getLoopbackMode()).isFalse();
      socket.setLoopbackMode(true);
      assertThat(socket.getLoopbackMode()).isTrue();
      assertThat(socket.getOption(StandardSocketOptions.IP_MULTICAST_LOOP)).isFalse();
      socket.setLoopbackMode(false);
      assertThat(socket.getLoopbackMode()).isFalse();
    }
  }

  @Test
  default void theNetworkInterfaceIsToldBack() throws Exception {
    NetworkInterface loopback = loopback();
    try (MulticastSocket socket = sockets().newMulticastSocket(null)) {
      socket.setNetworkInterface(loopback);
      assertThat(socket.getNetworkInterface()).isEqualTo(loopback);
      assertThat(socket.getOption(StandardSocketOptions.IP_MULTICAST_IF)).isEqualTo(loopback);
    }
  }

  @Test
  default void aNetworkInterfaceThatWasNotSetHasTheWildcardAddress() throws Exception {
    try (MulticastSocket socket = sockets().newMulticastSocket(null)) {
      NetworkInterface placeholder = socket.getNetworkInterface();
      assertThat(placeholder.inetAddresses())
          .singleElement()
          .satisfies(address -> assertThat(address.isAnyLocalAddress()).isTrue());
    }
  }

  @Test
  default void theInterfaceByItsAddressIsToldBack() throws Exception {
    loopback();
    InetAddress address = InetAddress.getLoopbackAddress();
    try (MulticastSocket socket = sockets().newMulticastSocket(null)) {
      socket.setInterface(address);
      assertThat(socket.getInterface()).isEqualTo(address);
    }
  }

  @Test
  default void anInterfaceThatWasNotSetIsTheWildcardAddress() throws Exception {
    try (MulticastSocket socket = sockets().newMulticastSocket(null)) {
      assertThat(socket.getInterface().isAnyLocalAddress()).isTrue();
    }
  }

  @Test
  default void theOldJoinUsesTheInterfaceThatWasSet() throws Exception {
    InetSocketAddress group = newGroup();
    NetworkInterface loopback = loopback();
    try (MulticastSocket member = sockets().newMulticastSocket(new InetSocketAddress(0));
        var sender = newGroupSocket()) {
      member.setNetworkInterface(loopback);
      member.joinGroup(group.getAddress());
      sendToGroup(sender, group, member);
      assertThat(receive(member)).containsExactly(77);
      member.leaveGroup(group.getAddress());
      assertThatIOException().isThrownBy(() -> member.leaveGroup(group.getAddress()));
    }
  }

  @Test
  default void theOldJoinRefusesAddressesOfNoGroup() throws Exception {
    InetAddress host = InetAddress.getLoopbackAddress();
    try (MulticastSocket socket = sockets().newMulticastSocket(null)) {
      assertThatIOException().isThrownBy(() -> socket.joinGroup(host));
      assertThatIOException().isThrownBy(() -> socket.leaveGroup(host));
    }
  }

  @Test
  default void theOldSendRestoresTheTimeToLive() throws Exception {
    InetSocketAddress group = newGroup();
    try (MulticastSocket member = (MulticastSocket) member(group, 0)) {
      member.setTimeToLive(3);
      DatagramPacket packet =
          packet(new InetSocketAddress(group.getAddress(), member.getLocalPort()), 5);
      member.send(packet, (byte) 1);
      assertThat(receive(member)).containsExactly(5);
      assertThat(member.getTimeToLive()).isEqualTo(3);
    }
  }

  @Test
  default void everyMulticastCallOnAClosedSocketFails() throws Exception {
    NetworkInterface loopback = loopback();
    MulticastSocket socket = sockets().newMulticastSocket(null);
    socket.close();
    assertThatIOException().isThrownBy(socket::getTimeToLive);
    assertThatIOException().isThrownBy(() -> socket.setTimeToLive(1));
    assertThatIOException().isThrownBy(socket::getTTL);
    assertThatIOException().isThrownBy(() -> socket.setTTL((byte) 1));
    assertThatIOException().isThrownBy(() -> socket.joinGroup(newGroup().getAddress()));
    assertThatIOException().isThrownBy(() -> socket.leaveGroup(newGroup().getAddress()));
    assertSocketException(socket::getLoopbackMode);
    assertSocketException(() -> socket.setLoopbackMode(true));
    assertSocketException(socket::getNetworkInterface);
    assertSocketException(() -> socket.setNetworkInterface(loopback));
    assertSocketException(socket::getInterface);
    assertSocketException(() -> socket.setInterface(InetAddress.getLoopbackAddress()));
    assertThatIOException().isThrownBy(() -> socket.send(packet(newGroup(), 1), (byte) 1));
  }
}
