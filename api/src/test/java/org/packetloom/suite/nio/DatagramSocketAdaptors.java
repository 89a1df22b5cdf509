// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.IllegalBlockingModeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sockets of datagram channels. */
public interface DatagramSocketAdaptors extends DatagramChannelRow {
  private static DatagramPacket room(int length) {
    return new DatagramPacket(new byte[length], length);
  }

  @Test
  default void aDatagramChannelHasOneSocket() throws Exception {
    try (var channel = openDatagrams()) {
      assertThat(channel.socket()).isNotNull().isSameAs(channel.socket());
      assertThat(channel.socket().getChannel()).isSameAs(channel);
    }
  }

  @Test
  default void theSocketTellsTheStateOfItsChannel() throws Exception {
    try (var channel = openDatagrams()) {
      var socket = channel.socket();
      assertThat(socket.isBound()).isFalse();
      assertThat(socket.isConnected()).isFalse();
      assertThat(socket.isClosed()).isFalse();
      assertThat(socket.getLocalSocketAddress()).isNull();
      channel.bind(kind().anyPort());
      assertThat(socket.isBound()).isTrue();
      assertThat(socket.getLocalSocketAddress()).isEqualTo(channel.getLocalAddress());
      assertThat(socket.getLocalPort())
          .isEqualTo(((InetSocketAddress) channel.getLocalAddress()).getPort());
      channel.connect(channel.getLocalAddress());
      assertThat(socket.isConnected()).isTrue();
      assertThat(socket.getRemoteSocketAddress()).isEqualTo(channel.getRemoteAddress());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void theSocketSendsAndReceives(ThreadKind kind) throws Exception {
    try (var sender = openBound();
        var receiver = openBound()) {
      var packet = room(10);
      var receive =
          startBlocked(
              kind,
              () -> {
                receiver.socket().receive(packet);
                return packet;
              });
      var sent = new DatagramPacket(new byte[] {1, 2, 3}, 3, receiver.getLocalAddress());
      sender.socket().send(sent);
      assertThat(receive.result().getLength()).isEqualTo(3);
      assertThat(packet.getSocketAddress()).isEqualTo(sender.getLocalAddress());
      assertThat(packet.getData()).startsWith(1, 2, 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void theSocketGivesUpToReceive(ThreadKind kind) throws Exception {
    try (var channel = openBound()) {
      channel.socket().setSoTimeout(20);
      for (int i = 0; i < 2; i++) {
        startIn(
                kind,
                () -> {
                  channel.socket().receive(room(1));
                  return 0;
                })
            .assertFailure()
            .isInstanceOf(SocketTimeoutException.class);
      }
      assertThat(channel.isOpen()).isTrue();
      send(channel, channel.getLocalAddress(), 1);
      channel.socket().receive(room(1));
    }
  }

  @Test
  default void theSocketReceivesInBlockingModeOnly() throws Exception {
    try (var channel = openBound()) {
      channel.configureBlocking(false);
      assertThatThrownBy(() -> channel.socket().receive(room(1)))
          .isInstanceOf(IllegalBlockingModeException.class);
    }
  }

  @Test
  default void theSocketBindsAndConnectsItsChannel() throws Exception {
    try (var channel = openDatagrams();
        var peer = openBound()) {
      channel.socket().bind(kind().anyPort());
      assertThat(channel.getLocalAddress()).isNotNull();
      assertThatThrownBy(() -> channel.socket().bind(kind().anyPort()))
          .isInstanceOf(SocketException.class);
      channel.socket().connect(peer.getLocalAddress());
      assertThat(channel.isConnected()).isTrue();
      channel.socket().disconnect();
      assertThat(channel.isConnected()).isFalse();
    }
  }

  @Test
  default void aConnectedSocketSendsToItsPeerOnly() throws Exception {
    try (var channel = openBound();
        var peer = openBound()) {
      channel.socket().connect(peer.getLocalAddress());
      assertThatThrownBy(
              () -> channel.socket().send(new DatagramPacket(new byte[1], 1, kind().anyPort())))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void closingTheSocketClosesTheChannel() throws Exception {
    var channel = openBound();
    channel.socket().close();
    assertThat(channel.isOpen()).isFalse();
    assertThat(channel.socket().isClosed()).isTrue();
    assertThatThrownBy(() -> channel.socket().receive(room(1))).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> channel.socket().setSoTimeout(1)).isInstanceOf(SocketException.class);
    assertThat(channel.socket().getLocalPort()).isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource
  default void closeEndsABlockedReceiveOfTheSocket(ThreadKind kind) throws Exception {
    try (var channel = openBound()) {
      var receive =
          startBlocked(
              kind,
              () -> {
                channel.socket().receive(room(1));
                return 0;
              });
      channel.socket().close();
      receive.assertFailure().isInstanceOf(SocketException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfABlockedReceiveOfTheSocketCloses(ThreadKind kind) throws Exception {
    try (var channel = openBound()) {
      var receive =
          startBlocked(
              kind,
              () -> {
                channel.socket().receive(room(1));
                return 0;
              });
      receive.interrupt();
      receive
          .assertFailure()
          .isInstanceOfAny(SocketException.class, ClosedByInterruptException.class);
      assertThat(receive.endedInterrupted()).isTrue();
      assertThat(channel.isOpen()).isFalse();
    }
  }

  @Test
  default void theOptionsOfTheDatagramSocketAreThoseOfTheChannel() throws Exception {
    try (var channel = openDatagrams()) {
      var socket = channel.socket();
      socket.setBroadcast(true);
      assertThat(channel.getOption(StandardSocketOptions.SO_BROADCAST)).isTrue();
      assertThat(socket.getBroadcast()).isTrue();
      socket.setReuseAddress(true);
      assertThat(socket.getReuseAddress()).isTrue();
      socket.setReceiveBufferSize(30_000);
      assertThat(socket.getReceiveBufferSize()).isGreaterThanOrEqualTo(30_000);
      socket.setSendBufferSize(30_000);
      assertThat(socket.getSendBufferSize()).isGreaterThanOrEqualTo(30_000);
      assertThat(socket.supportedOptions()).contains(StandardSocketOptions.SO_BROADCAST);
      assertThatThrownBy(() -> socket.setSoTimeout(-1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void aPacketThatIsUsedAgainKeepsItsRoom() throws Exception {
    try (var channel = openBound()) {
      var packet = room(10);
      send(channel, channel.getLocalAddress(), 1);
      send(channel, channel.getLocalAddress(), 1, 2, 3, 4);
      channel.socket().receive(packet);
      assertThat(packet.getLength()).isEqualTo(1);
      channel.socket().receive(packet);
      assertThat(packet.getLength()).isEqualTo(4);
    }
  }

  @Test
  default void aPacketTakesWhatFits() throws Exception {
    try (var channel = openBound()) {
      send(channel, channel.getLocalAddress(), 1, 2, 3, 4);
      var packet = new DatagramPacket(new byte[10], 5, 2);
      channel.socket().receive(packet);
      assertThat(packet.getLength()).isEqualTo(2);
      assertThat(packet.getOffset()).isEqualTo(5);
      assertThat(packet.getData()).containsExactly(0, 0, 0, 0, 0, 1, 2, 0, 0, 0);
    }
  }
}
