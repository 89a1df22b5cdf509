// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.IllegalBlockingModeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the socket of a {@link java.nio.channels.SocketChannel} connects it. */
public interface SocketAdaptorConnects extends StreamChannelRow {
  @Test
  default void theSocketBindsAndConnectsItsChannel() throws Exception {
    assumeInternet();
    try (var server = listen();
        var channel = openSocket()) {
      channel.socket().bind(freshAddress());
      assertThat(channel.getLocalAddress()).isNotNull();
      channel.socket().connect(server.getLocalAddress());
      assertThat(channel.isConnected()).isTrue();
      try (var far = server.accept()) {
        assertRoundTrip(new ChannelPair(channel, far));
      }
    }
  }

  @Test
  default void theSocketConnectsInTime() throws Exception {
    assumeInternet();
    try (var server = listen();
        var channel = openSocket()) {
      channel.socket().connect(server.getLocalAddress(), 30_000);
      assertThat(channel.isConnected()).isTrue();
      assertThat(channel.isBlocking()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void theSocketGivesUpToConnectAndCloses(ThreadKind kind) throws Exception {
    assumeInternet();
    try (var queue = new FullQueue(transport() == Transport.TCP6 ? "::1" : "127.0.0.1");
        var channel = openSocket()) {
      var address = queue.address();
      var connect =
          startIn(
              kind,
              () -> {
                channel.socket().connect(address, 20);
                return 0;
              });
      connect.assertFailure().isInstanceOf(SocketTimeoutException.class);
      assertThat(channel.isOpen()).isFalse();
    }
  }

  @Test
  default void theSocketIsRefused() throws Exception {
    assumeInternet();
    try (var nobody = openSocket().bind(freshAddress());
        var channel = openSocket()) {
      var address = nobody.getLocalAddress();
      assertThatThrownBy(() -> channel.socket().connect(address, 10_000))
          .isInstanceOf(ConnectException.class);
      assertThat(channel.isOpen()).isFalse();
    }
  }

  @Test
  default void theSocketDoesNotConnectToAnUnresolvedAddress() throws Exception {
    assumeInternet();
    try (var channel = openSocket()) {
      assertThatThrownBy(
              () -> channel.socket().connect(InetSocketAddress.createUnresolved("x.test", 1)))
          .isInstanceOf(UnknownHostException.class);
    }
  }

  @Test
  default void theSocketChecksWhereToConnect() throws Exception {
    assumeInternet();
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.socket().connect(null))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.socket().connect(freshAddress(), -1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void aConnectedSocketDoesNotConnectAgain() throws Exception {
    assumeInternet();
    try (var pair = pair();
        var server = listen()) {
      assertThatThrownBy(() -> pair.near().socket().connect(server.getLocalAddress()))
          .isInstanceOf(SocketException.class);
      assertThat(pair.near().isOpen()).isTrue();
    }
  }

  @Test
  default void theSocketConnectsInBlockingModeOnly() throws Exception {
    assumeInternet();
    try (var server = listen();
        var channel = openSocket()) {
      channel.configureBlocking(false);
      assertThatThrownBy(() -> channel.socket().connect(server.getLocalAddress()))
          .isInstanceOf(IllegalBlockingModeException.class);
      assertThatThrownBy(() -> channel.socket().connect(server.getLocalAddress(), 1_000))
          .isInstanceOf(IllegalBlockingModeException.class);
    }
  }
}
