// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What socket channels are and refuse before they are connected, connected, and closed. */
public interface SocketChannelStates extends StreamChannelRow {
  /** An address of a type that nobody knows. */
  final class UnknownAddress extends SocketAddress {
    private static final long serialVersionUID = 1;
  }

  @Test
  default void aNewChannelIsOpenAndBlocking() throws Exception {
    try (var channel = openSocket()) {
      assertThat(channel.isOpen()).isTrue();
      assertThat(channel.isBlocking()).isTrue();
      assertThat(channel.isRegistered()).isFalse();
    }
  }

  @Test
  default void aNewChannelIsNeitherConnectedNorPending() throws Exception {
    try (var channel = openSocket()) {
      assertThat(channel.isConnected()).isFalse();
      assertThat(channel.isConnectionPending()).isFalse();
      assertThat(channel.getRemoteAddress()).isNull();
    }
  }

  @Test
  default void aNewChannelHasNoLocalAddress() throws Exception {
    try (var channel = openSocket()) {
      assertThat(channel.getLocalAddress()).isNull();
    }
  }

  @Test
  default void aChannelKnowsItsProvider() throws Exception {
    try (var pair = pair()) {
      assertThat(pair.near().provider()).isSameAs(provider());
      assertThat(pair.far().provider()).isSameAs(provider());
    }
  }

  @Test
  default void validOperationsAreConnectReadAndWrite() throws Exception {
    try (var channel = openSocket()) {
      assertThat(channel.validOps())
          .isEqualTo(SelectionKey.OP_CONNECT | SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "READ",
        "READ_NOTHING",
        "SCATTER",
        "SCATTER_NOTHING",
        "WRITE",
        "WRITE_NOTHING",
        "GATHER",
        "GATHER_NOTHING",
        "SHUTDOWN_INPUT",
        "SHUTDOWN_OUTPUT"
      })
  default void anUnconnectedChannelRefuses(SocketCall call) throws Exception {
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> call.on(channel, freshAddress()))
          .isInstanceOf(NotYetConnectedException.class);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  default void finishConnectNeedsAConnectBefore() throws Exception {
    try (var channel = openSocket()) {
      assertThatThrownBy(channel::finishConnect).isInstanceOf(NoConnectionPendingException.class);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aClosedChannelRefuses(SocketCall call) throws Exception {
    try (var pair = pair()) {
      SocketAddress address = freshAddress();
      pair.near().close();
      assertClosedBefore(() -> call.on(pair.near(), address));
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aChannelClosedBeforeItConnectedRefuses(SocketCall call) throws Exception {
    var channel = openSocket();
    channel.close();
    SocketAddress address = freshAddress();
    assertClosedBefore(() -> call.on(channel, address));
  }

  @Test
  default void aClosedChannelIsNotConnected() throws Exception {
    try (var pair = pair()) {
      pair.near().close();
      assertThat(pair.near().isOpen()).isFalse();
      assertThat(pair.near().isConnected()).isFalse();
      assertThat(pair.near().isConnectionPending()).isFalse();
    }
  }

  @Test
  default void closingTwiceDoesNothing() throws Exception {
    try (var pair = pair()) {
      pair.near().close();
      pair.near().close();
    }
  }

  @Test
  default void aClosedChannelCannotBeRegistered() throws Exception {
    try (var selector = provider().openSelector()) {
      var channel = openSocket();
      channel.configureBlocking(false);
      channel.close();
      assertThatThrownBy(() -> channel.register(selector, SelectionKey.OP_READ))
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  default void supportedOptionsAreToldAfterClose() throws Exception {
    var channel = openSocket();
    var options = channel.supportedOptions();
    channel.close();
    assertThat(channel.supportedOptions())
        .isEqualTo(options)
        .contains(StandardSocketOptions.SO_SNDBUF);
  }

  @Test
  default void aConnectedChannelIsConnected() throws Exception {
    try (var pair = pair()) {
      assertThat(pair.near().isConnected()).isTrue();
      assertThat(pair.far().isConnected()).isTrue();
      assertThat(pair.near().isConnectionPending()).isFalse();
      assertThat(pair.far().isConnectionPending()).isFalse();
    }
  }

  @Test
  default void anAcceptedChannelIsBlocking() throws Exception {
    try (var pair = pair()) {
      assertThat(pair.far().isBlocking()).isTrue();
    }
  }

  @Test
  default void aConnectedChannelDoesNotConnectAgain() throws Exception {
    try (var pair = pair();
        var server = listen()) {
      for (var channel : new SocketChannel[] {pair.near(), pair.far()}) {
        assertThatThrownBy(() -> channel.connect(server.getLocalAddress()))
            .isInstanceOf(AlreadyConnectedException.class);
      }
      assertRoundTrip(pair);
    }
  }

  @Test
  default void finishConnectOfAConnectedChannelIsTrue() throws Exception {
    try (var pair = pair()) {
      assertThat(pair.near().finishConnect()).isTrue();
      assertThat(pair.far().finishConnect()).isTrue();
    }
  }

  @Test
  default void connectRefusesNull() throws Exception {
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.connect(null)).isInstanceOf(NullPointerException.class);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  default void connectRefusesAnAddressOfAnotherFamily() throws Exception {
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.connect(transport().foreignAddress()))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  default void connectRefusesAnUnknownKindOfAddress() throws Exception {
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.connect(new UnknownAddress()))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  default void connectRefusesAnUnresolvedAddress() throws Exception {
    assumeInternet();
    try (var channel = openSocket()) {
      assertThatThrownBy(
              () -> channel.connect(InetSocketAddress.createUnresolved("somewhere.test", 1)))
          .isInstanceOf(UnresolvedAddressException.class);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  default void readAndWriteRefuseNull() throws Exception {
    try (var pair = pair()) {
      var channel = pair.near();
      assertThatThrownBy(() -> channel.read((ByteBuffer) null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> channel.write((ByteBuffer) null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> channel.read((ByteBuffer[]) null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> channel.write((ByteBuffer[]) null))
          .isInstanceOf(NullPointerException.class);
      assertRoundTrip(pair);
    }
  }
}
