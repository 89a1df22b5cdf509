// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.IllegalBlockingModeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server sockets of server channels. */
public interface ServerSocketAdaptors extends StreamChannelRow {
  @Test
  default void aUnixServerHasNoSocket() throws Exception {
    assumeUnix();
    try (var server = openServer()) {
      assertThatThrownBy(server::socket).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  default void aServerHasOneSocket() throws Exception {
    assumeInternet();
    try (var server = openServer()) {
      assertThat(server.socket()).isNotNull().isSameAs(server.socket());
      assertThat(server.socket().getChannel()).isSameAs(server);
    }
  }

  @Test
  default void theSocketOfANewServerIsNotBound() throws Exception {
    assumeInternet();
    try (var server = openServer()) {
      var socket = server.socket();
      assertThat(socket.isBound()).isFalse();
      assertThat(socket.isClosed()).isFalse();
      assertThat(socket.getInetAddress()).isNull();
      assertThat(socket.getLocalPort()).isEqualTo(-1);
      assertThat(socket.getLocalSocketAddress()).isNull();
    }
  }

  @Test
  default void theSocketBindsItsServer() throws Exception {
    assumeInternet();
    try (var server = openServer()) {
      server.socket().bind(freshAddress(), 5);
      var local = (InetSocketAddress) server.getLocalAddress();
      assertThat(server.socket().isBound()).isTrue();
      assertThat(server.socket().getLocalPort()).isEqualTo(local.getPort());
      assertThat(server.socket().getInetAddress()).isEqualTo(local.getAddress());
      assertThat(server.socket().getLocalSocketAddress()).isEqualTo(local);
    }
  }

  @Test
  default void theSocketBindsToNull() throws Exception {
    assumeInternet();
    try (var server = openServer()) {
      server.socket().bind(null);
      assertThat(server.socket().getLocalPort()).isPositive();
    }
  }

  @Test
  default void theSocketFailsToBindTwice() throws Exception {
    assumeInternet();
    try (var server = listen();
        var second = openServer()) {
      assertThatThrownBy(() -> server.socket().bind(freshAddress()))
          .isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> second.socket().bind(server.getLocalAddress()))
          .isInstanceOf(BindException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void theSocketAccepts(ThreadKind kind) throws Exception {
    assumeInternet();
    try (var server = listen()) {
      var accept = startBlocked(kind, () -> server.socket().accept());
      try (var client = connect(server);
          var accepted = accept.result()) {
        assertThat(accepted.getRemoteSocketAddress()).isEqualTo(client.getLocalAddress());
        assertThat(accepted.getChannel()).isNotNull();
        assertThat(accepted.getChannel().provider()).isSameAs(provider());
        accepted.getOutputStream().write(4);
        assertThat(readBytes(client, 1)).containsExactly(4);
      }
    }
  }

  @Test
  default void theSocketAcceptsInBlockingModeOnly() throws Exception {
    assumeInternet();
    try (var server = listen()) {
      server.configureBlocking(false);
      assertThatThrownBy(() -> server.socket().accept())
          .isInstanceOf(IllegalBlockingModeException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void theSocketGivesUpToAccept(ThreadKind kind) throws Exception {
    assumeInternet();
    try (var server = listen()) {
      server.socket().setSoTimeout(20);
      assertThat(server.socket().getSoTimeout()).isEqualTo(20);
      for (int i = 0; i < 2; i++) {
        startIn(kind, () -> server.socket().accept())
            .assertFailure()
            .isInstanceOf(SocketTimeoutException.class);
      }
      assertThat(server.isOpen()).isTrue();
      try (var client = connect(server);
          var accepted = server.socket().accept()) {
        assertThat(accepted.isConnected()).isTrue();
        assertThat(client.isConnected()).isTrue();
      }
    }
  }

  @Test
  default void theTimeoutOfAServerMustNotBeNegative() throws Exception {
    assumeInternet();
    try (var server = openServer()) {
      assertThatThrownBy(() -> server.socket().setSoTimeout(-1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closeEndsABlockedAcceptOfTheSocket(ThreadKind kind) throws Exception {
    assumeInternet();
    try (var server = listen()) {
      var accept = startBlocked(kind, () -> server.socket().accept());
      server.socket().close();
      accept.assertFailure().isInstanceOf(IOException.class);
      assertThat(server.isOpen()).isFalse();
      assertThat(server.socket().isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfABlockedAcceptOfTheSocketCloses(ThreadKind kind) throws Exception {
    assumeInternet();
    try (var server = listen()) {
      var accept = startBlocked(kind, () -> server.socket().accept());
      accept.interrupt();
      assertClosedByInterrupt(accept, server);
    }
  }

  @Test
  default void aClosedSocketRefusesToAccept() throws Exception {
    assumeInternet();
    var server = listen();
    server.close();
    assertThatThrownBy(() -> server.socket().accept()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> server.socket().setSoTimeout(1)).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> server.socket().bind(null)).isInstanceOf(IOException.class);
    server.socket().close();
  }

  @Test
  default void theOptionsOfTheServerSocketAreThoseOfTheServer() throws Exception {
    assumeInternet();
    try (var server = openServer()) {
      server.socket().setReuseAddress(false);
      assertThat(server.socket().getReuseAddress()).isFalse();
      server.socket().setReuseAddress(true);
      assertThat(server.socket().getReuseAddress()).isTrue();
      server.socket().setReceiveBufferSize(30_000);
      assertThat(server.socket().getReceiveBufferSize()).isGreaterThanOrEqualTo(30_000);
      assertThatThrownBy(() -> server.socket().setReceiveBufferSize(0))
          .isInstanceOf(IllegalArgumentException.class);
      server.socket().setPerformancePreferences(1, 2, 3);
    }
  }
}
