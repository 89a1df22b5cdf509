// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What datagram channels are and refuse, bound, connected, disconnected and closed. */
public interface DatagramChannelStates extends DatagramChannelRow {
  @Test
  default void aNewChannelIsOpenAndBlocking() throws Exception {
    try (var channel = openDatagrams()) {
      assertThat(channel.isOpen()).isTrue();
      assertThat(channel.isBlocking()).isTrue();
      assertThat(channel.isRegistered()).isFalse();
      assertThat(channel.provider()).isSameAs(provider());
    }
  }

  @Test
  default void aNewChannelIsNeitherBoundNorConnected() throws Exception {
    try (var channel = openDatagrams()) {
      assertThat(channel.isConnected()).isFalse();
      assertThat(channel.getLocalAddress()).isNull();
      assertThat(channel.getRemoteAddress()).isNull();
    }
  }

  @Test
  default void validOperationsAreReadAndWrite() throws Exception {
    try (var channel = openDatagrams()) {
      assertThat(channel.validOps()).isEqualTo(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  @Test
  default void datagramsOfUnixAreUnsupportedUnlessThereAreAny() throws Exception {
    if (channels().hasUnixDatagrams()) {
      provider().openDatagramChannel(StandardProtocolFamily.UNIX).close();
    } else {
      assertThatThrownBy(() -> provider().openDatagramChannel(StandardProtocolFamily.UNIX))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  default void aFamilyIsNeeded() {
    assertThatThrownBy(() -> provider().openDatagramChannel(null))
        .isInstanceOf(NullPointerException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"READ", "SCATTER", "SCATTER_RANGE", "WRITE", "GATHER", "GATHER_RANGE"})
  default void anUnconnectedChannelRefuses(DatagramCall call) throws Exception {
    try (var channel = openBound()) {
      assertThatThrownBy(() -> call.on(channel, null)).isInstanceOf(NotYetConnectedException.class);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aClosedChannelRefuses(DatagramCall call) throws Exception {
    var channel = openBound();
    SocketAddress address = channel.getLocalAddress();
    channel.close();
    assertClosedBefore(() -> call.on(channel, address));
  }

  @ParameterizedTest
  @EnumSource
  default void aClosedChannelThatWasConnectedRefuses(DatagramCall call) throws Exception {
    var channel = openBound();
    SocketAddress address = channel.getLocalAddress();
    channel.connect(address);
    channel.close();
    assertClosedBefore(() -> call.on(channel, address));
  }

  @Test
  default void aClosedChannelIsNotConnected() throws Exception {
    var channel = openBound();
    channel.connect(channel.getLocalAddress());
    channel.close();
    channel.close();
    assertThat(channel.isConnected()).isFalse();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  default void disconnectOfAClosedChannelDoesNothing() throws Exception {
    var channel = openBound();
    channel.close();
    assertThat(channel.disconnect()).isSameAs(channel);
  }

  @Test
  default void aClosedChannelCannotBeRegistered() throws Exception {
    try (var selector = provider().openSelector()) {
      var channel = openBound();
      channel.configureBlocking(false);
      channel.close();
      assertThatThrownBy(() -> channel.register(selector, SelectionKey.OP_READ))
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  default void bindToPortZeroChoosesAPort() throws Exception {
    try (var channel = openDatagrams()) {
      assertThat(channel.bind(kind().anyPort())).isSameAs(channel);
      var local = (InetSocketAddress) channel.getLocalAddress();
      assertThat(local.getPort()).isPositive();
      assertThat(local.getAddress()).isEqualTo(kind().anyPort().getAddress());
    }
  }

  @Test
  default void bindToNullBindsToEveryAddress() throws Exception {
    try (var channel = openDatagrams().bind(null)) {
      var local = (InetSocketAddress) channel.getLocalAddress();
      assertThat(local.getPort()).isPositive();
      assertThat(local.getAddress().isAnyLocalAddress()).isTrue();
    }
  }

  @Test
  default void aBoundChannelDoesNotBindAgain() throws Exception {
    try (var channel = openBound()) {
      assertThatThrownBy(() -> channel.bind(null)).isInstanceOf(AlreadyBoundException.class);
      assertThatThrownBy(() -> channel.bind(kind().anyPort()))
          .isInstanceOf(AlreadyBoundException.class);
    }
  }

  @Test
  default void aChannelThatSentIsBound() throws Exception {
    try (var receiver = openBound();
        var channel = openDatagrams()) {
      send(channel, receiver.getLocalAddress(), 1);
      assertThat(((InetSocketAddress) channel.getLocalAddress()).getPort()).isPositive();
      assertThatThrownBy(() -> channel.bind(null)).isInstanceOf(AlreadyBoundException.class);
    }
  }

  @Test
  default void aChannelThatTriedToReceiveIsBound() throws Exception {
    try (var channel = openDatagrams()) {
      channel.configureBlocking(false);
      assertThat(channel.receive(ByteBuffer.allocate(1))).isNull();
      assertThat(((InetSocketAddress) channel.getLocalAddress()).getPort()).isPositive();
    }
  }

  @Test
  default void bindRefusesAddressesOfOtherTypes() throws Exception {
    try (var channel = openDatagrams()) {
      assertThatThrownBy(() -> channel.bind(new SocketChannelStates.UnknownAddress()))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThatThrownBy(() -> channel.bind(UnixDomainSocketAddress.of("/tmp/unused")))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThatThrownBy(() -> channel.bind(unresolved()))
          .isInstanceOf(UnresolvedAddressException.class);
      assertThat(channel.isOpen()).isTrue();
      assertThat(channel.getLocalAddress()).isNull();
    }
  }

  @Test
  default void anAddressOfTheOtherFamilyIsRefused() throws Exception {
    assumeThat(kind()).isSameAs(DatagramKind.UDP4);
    try (var channel = openDatagrams()) {
      assertThatThrownBy(() -> channel.bind(new InetSocketAddress("::1", 0)))
          .isInstanceOf(UnsupportedAddressTypeException.class);
    }
  }

  @Test
  default void bindToAnAddressInUseFails() throws Exception {
    try (var first = openBound();
        var second = openDatagrams()) {
      assertThatThrownBy(() -> second.bind(first.getLocalAddress()))
          .isInstanceOf(BindException.class);
      assertThat(second.isOpen()).isTrue();
    }
  }

  @Test
  default void connectBindsAndTellsThePeer() throws Exception {
    try (var peer = openBound();
        var channel = openDatagrams()) {
      assertThat(channel.connect(peer.getLocalAddress())).isSameAs(channel);
      assertThat(channel.isConnected()).isTrue();
      assertThat(channel.getRemoteAddress()).isEqualTo(peer.getLocalAddress());
      var local = (InetSocketAddress) channel.getLocalAddress();
      assertThat(local.getPort()).isPositive();
      assertThat(local.getAddress().isLoopbackAddress()).isTrue();
    }
  }

  @Test
  default void aConnectedChannelDoesNotConnectAgain() throws Exception {
    try (var peer = openBound();
        var channel = openBound()) {
      channel.connect(peer.getLocalAddress());
      assertThatThrownBy(() -> channel.connect(peer.getLocalAddress()))
          .isInstanceOf(AlreadyConnectedException.class);
      assertThat(channel.isConnected()).isTrue();
    }
  }

  @Test
  default void connectRefusesAddressesOfOtherTypes() throws Exception {
    try (var channel = openDatagrams()) {
      assertThatThrownBy(() -> channel.connect(new SocketChannelStates.UnknownAddress()))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThatThrownBy(() -> channel.connect(unresolved()))
          .isInstanceOf(UnresolvedAddressException.class);
      assertThatThrownBy(() -> channel.connect(null)).isInstanceOf(NullPointerException.class);
      assertThat(channel.isOpen()).isTrue();
      assertThat(channel.isConnected()).isFalse();
    }
  }

  @Test
  default void disconnectOfAnUnconnectedChannelDoesNothing() throws Exception {
    try (var channel = openDatagrams()) {
      assertThat(channel.disconnect()).isSameAs(channel);
      assertThat(channel.isConnected()).isFalse();
    }
  }

  @Test
  default void disconnectLetsGoOfThePeer() throws Exception {
    try (var peer = openBound();
        var channel = openBound()) {
      int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      channel.connect(peer.getLocalAddress());
      assertThat(channel.disconnect()).isSameAs(channel);
      assertThat(channel.isConnected()).isFalse();
      assertThat(channel.getRemoteAddress()).isNull();
      assertThat(((InetSocketAddress) channel.getLocalAddress()).getPort()).isEqualTo(port);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
          .isInstanceOf(NotYetConnectedException.class);
    }
  }

  @Test
  default void aDisconnectedChannelTalksToEverybody() throws Exception {
    try (var one = openBound();
        var two = openBound();
        var channel = openBound()) {
      channel.connect(one.getLocalAddress());
      channel.disconnect();
      send(channel, two.getLocalAddress(), 1);
      assertThat(receiveBytes(two)).containsExactly(1);
      send(two, channel.getLocalAddress(), 2);
      assertThat(receiveBytes(channel)).containsExactly(2);
      channel.connect(two.getLocalAddress());
      assertThat(channel.getRemoteAddress()).isEqualTo(two.getLocalAddress());
    }
  }

  @Test
  default void aDisconnectedChannelThatWasNotBoundGoesOn() throws Exception {
    try (var one = openBound();
        var two = openBound();
        var channel = openDatagrams()) {
      channel.connect(one.getLocalAddress());
      channel.disconnect();
      send(channel, two.getLocalAddress(), 1);
      assertThat(receiveBytes(two)).containsExactly(1);
    }
  }

  @Test
  default void supportedOptionsAreThoseOfDatagrams() throws Exception {
    try (var channel = openDatagrams()) {
      assertThat(channel.supportedOptions())
          .contains(
              StandardSocketOptions.SO_SNDBUF,
              StandardSocketOptions.SO_RCVBUF,
              StandardSocketOptions.SO_REUSEADDR,
              StandardSocketOptions.SO_BROADCAST,
              StandardSocketOptions.IP_TOS,
              StandardSocketOptions.IP_MULTICAST_IF,
              StandardSocketOptions.IP_MULTICAST_TTL,
              StandardSocketOptions.IP_MULTICAST_LOOP);
    }
  }

  @Test
  default void everySupportedOptionCanBeAsked() throws Exception {
    try (var channel = openBound()) {
      for (var option : channel.supportedOptions()) {
        Object value = channel.getOption(option);
        if (value != null) {
          assertThat(value).as(option.name()).isInstanceOf(option.type());
        }
      }
    }
  }

  @Test
  default void optionsOfDatagramsCanBeSet() throws Exception {
    try (var channel = openDatagrams()) {
      assertThat(channel.setOption(StandardSocketOptions.SO_BROADCAST, true)).isSameAs(channel);
      assertThat(channel.getOption(StandardSocketOptions.SO_BROADCAST)).isTrue();
      channel.setOption(StandardSocketOptions.SO_BROADCAST, false);
      assertThat(channel.getOption(StandardSocketOptions.SO_BROADCAST)).isFalse();
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      assertThat(channel.getOption(StandardSocketOptions.SO_REUSEADDR)).isTrue();
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 3);
      assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL)).isEqualTo(3);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
      assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_LOOP)).isFalse();
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 20_000);
      assertThat(channel.getOption(StandardSocketOptions.SO_RCVBUF)).isGreaterThanOrEqualTo(20_000);
    }
  }

  @Test
  default void wrongValuesOfOptionsAreRefused() throws Exception {
    try (var channel = openDatagrams()) {
      assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 256))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.IP_TOS, 256))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.SO_SNDBUF, -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.SO_SNDBUF, null))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void unknownOptionsAreUnsupported() throws Exception {
    try (var channel = openDatagrams()) {
      assertThatThrownBy(() -> channel.setOption(new SocketChannelOptions.UnknownOption(), 1))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> channel.getOption(StandardSocketOptions.TCP_NODELAY))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> channel.getOption(null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> channel.setOption(null, 1)).isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  default void supportedOptionsAreToldAfterClose() throws Exception {
    var channel = openDatagrams();
    channel.close();
    assertThat(channel.supportedOptions()).contains(StandardSocketOptions.SO_BROADCAST);
  }
}
