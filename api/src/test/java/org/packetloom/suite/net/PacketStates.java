// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** What a datagram socket tells of itself, and how it is bound and closed. */
public interface PacketStates extends PacketRow {
  @Test
  default void anUnboundSocketHasNoAddress() throws Exception {
    try (DatagramSocket socket = unbound()) {
      assertThat(socket.isBound()).isFalse();
      assertThat(socket.isConnected()).isFalse();
      assertThat(socket.isClosed()).isFalse();
      assertThat(socket.getLocalPort()).isZero();
      assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
      assertThat(socket.getLocalSocketAddress()).isNull();
    }
  }

  @Test
  default void anUnconnectedSocketHasNoPeer() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThat(socket.isConnected()).isFalse();
      assertThat(socket.getInetAddress()).isNull();
      assertThat(socket.getPort()).isEqualTo(-1);
      assertThat(socket.getRemoteSocketAddress()).isNull();
    }
  }

  @Test
  default void aDatagramSocketHasNoChannel() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThat(socket.getChannel()).isNull();
    }
  }

  @Test
  default void aBoundSocketTellsItsAddress() throws Exception {
    try (DatagramSocket socket = bound()) {
      assertThat(socket.isBound()).isTrue();
      assertThat(socket.getLocalPort()).isPositive();
      assertThat(socket.getLocalAddress()).isEqualTo(InetAddress.getLoopbackAddress());
      assertThat(socket.getLocalSocketAddress())
          .isEqualTo(new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort()));
    }
  }

  @Test
  default void aConnectedSocketTellsItsPeer() throws Exception {
    try (DatagramSocket near = bound();
        DatagramSocket far = bound()) {
      near.connect(far.getLocalSocketAddress());
      assertThat(near.isConnected()).isTrue();
      assertThat(near.getInetAddress()).isEqualTo(far.getLocalAddress());
      assertThat(near.getPort()).isEqualTo(far.getLocalPort());
      assertThat(near.getRemoteSocketAddress()).isEqualTo(far.getLocalSocketAddress());
    }
  }

  @Test
  default void aClosedSocketHasNoLocalAddress() throws Exception {
    DatagramSocket socket = bound();
    socket.close();
    assertThat(socket.isClosed()).isTrue();
    assertThat(socket.isBound()).isTrue();
    assertThat(socket.getLocalAddress()).isNull();
    assertThat(socket.getLocalPort()).isEqualTo(-1);
    assertThat(socket.getLocalSocketAddress()).isNull();
  }

  @Test
  default void aClosedSocketStillTellsItsPeer() throws Exception {
    try (DatagramSocket far = bound()) {
      DatagramSocket near = bound();
      near.connect(far.getLocalSocketAddress());
      near.close();
      assertThat(near.isConnected()).isTrue();
      assertThat(near.getInetAddress()).isEqualTo(far.getLocalAddress());
      assertThat(near.getPort()).isEqualTo(far.getLocalPort());
      assertThat(near.getRemoteSocketAddress()).isEqualTo(far.getLocalSocketAddress());
    }
  }

  @Test
  default void aSocketThatIsClosedUnboundWasNeverBound() throws Exception {
    DatagramSocket socket = unbound();
    socket.close();
    assertThat(socket.isBound()).isFalse();
    assertThat(socket.isConnected()).isFalse();
  }

  @Test
  default void bindGivesAPortOfTheSystemForZero() throws Exception {
    try (DatagramSocket socket = unbound()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertThat(socket.isBound()).isTrue();
      assertThat(socket.getLocalPort()).isPositive();
    }
  }

  @Test
  default void bindToNothingChoosesAPortOfTheWildcard() throws Exception {
    try (DatagramSocket socket = unbound()) {
      socket.bind(null);
      assertThat(socket.isBound()).isTrue();
      assertThat(socket.getLocalPort()).isPositive();
      assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
    }
  }

  @Test
  default void bindTwiceFails() throws Exception {
    try (DatagramSocket socket = bound()) {
      int port = socket.getLocalPort();
      assertSocketException(() -> socket.bind(null));
      assertThat(socket.getLocalPort()).isEqualTo(port);
      assertThat(socket.isClosed()).isFalse();
    }
  }

  @Test
  default void bindAfterCloseFails() throws Exception {
    DatagramSocket socket = unbound();
    socket.close();
    assertSocketException(() -> socket.bind(null));
    assertThat(socket.isBound()).isFalse();
  }

  @Test
  default void bindToAPortInUseFails() throws Exception {
    try (DatagramSocket first = bound();
        DatagramSocket second = unbound()) {
      assertThatExceptionOfType(BindException.class)
          .isThrownBy(() -> second.bind(first.getLocalSocketAddress()));
      assertThat(second.isBound()).isFalse();
    }
  }

  @Test
  default void openingAtAPortInUseFails() throws Exception {
    try (DatagramSocket first = bound()) {
      assertThatExceptionOfType(BindException.class)
          .isThrownBy(() -> sockets().newDatagramSocket(first.getLocalSocketAddress()));
    }
  }

  @Test
  default void bindToAnAddressOfNoInterfaceFails() throws Exception {
    try (DatagramSocket socket = unbound()) {
      assertThatExceptionOfType(BindException.class)
          .isThrownBy(() -> socket.bind(Hosts.ofNobody()));
    }
  }

  @Test
  default void bindToAnUnknownKindOfAddressIsRejected() throws Exception {
    try (DatagramSocket socket = unbound()) {
      assertThatIllegalArgumentException().isThrownBy(() -> socket.bind(new StrangeAddress()));
      assertThat(socket.isBound()).isFalse();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sockets().newDatagramSocket(new StrangeAddress()));
  }

  @Test
  default void bindToAnUnresolvedNameFails() throws Exception {
    try (DatagramSocket socket = unbound()) {
      assertSocketException(() -> socket.bind(InetSocketAddress.createUnresolved("no.invalid", 0)));
      assertThat(socket.isBound()).isFalse();
    }
  }

  @Test
  default void sharedPortsHaveToBeAskedForByAll() throws Exception {
    try (DatagramSocket first = unbound();
        DatagramSocket second = unbound()) {
      first.setReuseAddress(true);
      first.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      second.setReuseAddress(true);
      second.bind(first.getLocalSocketAddress());
      assertThat(second.getLocalPort()).isEqualTo(first.getLocalPort());
    }
  }

  @Test
  default void closeTwiceDoesNothing() throws Exception {
    DatagramSocket socket = bound();
    socket.close();
    socket.close();
    assertThat(socket.isClosed()).isTrue();
  }

  @Test
  default void datagramSocketsHaveIdentity() throws Exception {
    try (DatagramSocket one = bound();
        DatagramSocket other = bound()) {
      assertThat(one).isEqualTo(one).isNotEqualTo(other);
      assertThat(one.toString()).isNotBlank();
    }
  }
}
