// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What server channels are and refuse before they are bound, bound, and closed; their addresses.
 */
public interface ServerSocketChannelStates extends StreamChannelRow {
  /** Each call that a closed server channel refuses. */
  enum ServerCall {
    ACCEPT(ServerSocketChannel::accept),
    BIND(channel -> channel.bind(null)),
    BIND_WITH_BACKLOG(channel -> channel.bind(null, 5)),
    LOCAL_ADDRESS(ServerSocketChannel::getLocalAddress),
    GET_OPTION(channel -> channel.getOption(StandardSocketOptions.SO_RCVBUF)),
    SET_OPTION(channel -> channel.setOption(StandardSocketOptions.SO_RCVBUF, 10_000)),
    BLOCK(channel -> channel.configureBlocking(true)),
    UNBLOCK(channel -> channel.configureBlocking(false));

    private interface Call {
      Object on(ServerSocketChannel channel) throws Exception;
    }

    private final Call call;

    ServerCall(Call call) {
      this.call = call;
    }
  }

  @Test
  default void aNewServerIsOpenBlockingAndNotBound() throws Exception {
    try (var server = openServer()) {
      assertThat(server.isOpen()).isTrue();
      assertThat(server.isBlocking()).isTrue();
      assertThat(server.isRegistered()).isFalse();
      assertThat(server.getLocalAddress()).isNull();
      assertThat(server.provider()).isSameAs(provider());
    }
  }

  @Test
  default void aServerOnlyAccepts() throws Exception {
    try (var server = openServer()) {
      assertThat(server.validOps()).isEqualTo(SelectionKey.OP_ACCEPT);
    }
  }

  @Test
  default void acceptNeedsABoundServer() throws Exception {
    try (var server = openServer()) {
      assertThatThrownBy(server::accept).isInstanceOf(NotYetBoundException.class);
      server.configureBlocking(false);
      assertThatThrownBy(server::accept).isInstanceOf(NotYetBoundException.class);
      assertThat(server.isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aClosedServerRefuses(ServerCall call) throws Exception {
    var server = listen();
    server.close();
    assertClosedBefore(() -> call.call.on(server));
  }

  @ParameterizedTest
  @EnumSource
  default void aServerClosedBeforeItWasBoundRefuses(ServerCall call) throws Exception {
    var server = openServer();
    server.close();
    assertClosedBefore(() -> call.call.on(server));
  }

  @Test
  default void closingAServerTwiceDoesNothing() throws Exception {
    var server = listen();
    server.close();
    server.close();
    assertThat(server.isOpen()).isFalse();
  }

  @Test
  default void aClosedServerCannotBeRegistered() throws Exception {
    try (var selector = provider().openSelector()) {
      var server = listen();
      server.configureBlocking(false);
      server.close();
      assertThatThrownBy(() -> server.register(selector, SelectionKey.OP_ACCEPT))
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  default void aClosedServerRefusesWhoConnects() throws Exception {
    var server = listen();
    var address = server.getLocalAddress();
    server.close();
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.connect(address))
          .isInstanceOf(java.net.ConnectException.class);
    }
  }

  @Test
  default void whoWasNotAcceptedSeesTheServerClose() throws Exception {
    try (var server = listen();
        var channel = connect(server)) {
      closeNow(server);
      assertThatThrownBy(
              () -> {
                if (channel.read(java.nio.ByteBuffer.allocate(1)) < 0) {
                  throw new java.io.EOFException("the end");
                }
              })
          .isInstanceOf(java.io.IOException.class);
    }
  }

  @Test
  default void bindGivesTheServerItself() throws Exception {
    try (var server = openServer()) {
      assertThat(server.bind(freshAddress())).isSameAs(server);
    }
  }

  @Test
  default void bindToPortZeroListensAtAPort() throws Exception {
    assumeInternet();
    try (var server = listen()) {
      var local = (InetSocketAddress) server.getLocalAddress();
      assertThat(local.getPort()).isPositive();
      assertThat(local.getAddress().isLoopbackAddress()).isTrue();
    }
  }

  @Test
  default void bindToNullListensEverywhere() throws Exception {
    assumeInternet();
    try (var server = openServer().bind(null)) {
      var local = (InetSocketAddress) server.getLocalAddress();
      assertThat(local.getPort()).isPositive();
      assertThat(local.getAddress().isAnyLocalAddress()).isTrue();
    }
  }

  @Test
  default void bindToNullListensAtATemporaryPath() throws Exception {
    assumeUnix();
    Path path = null;
    try (var server = openServer().bind(null)) {
      path = ((UnixDomainSocketAddress) server.getLocalAddress()).getPath();
      assertThat(Files.exists(path)).isTrue();
      try (var channel = connect(server)) {
        assertThat(channel.isConnected()).isTrue();
      }
    } finally {
      if (path != null) {
        Files.delete(path);
      }
    }
  }

  @Test
  default void theFileOfAServerStays() throws Exception {
    assumeUnix();
    Path path = freshPath();
    openServer().bind(UnixDomainSocketAddress.of(path)).close();
    assertThat(Files.exists(path)).isTrue();
    try (var server = openServer()) {
      assertThatThrownBy(() -> server.bind(UnixDomainSocketAddress.of(path)))
          .isInstanceOf(BindException.class);
    }
  }

  @Test
  default void aBoundServerDoesNotBindAgain() throws Exception {
    try (var server = listen()) {
      assertThatThrownBy(() -> server.bind(freshAddress()))
          .isInstanceOf(AlreadyBoundException.class);
      assertThatThrownBy(() -> server.bind(null)).isInstanceOf(AlreadyBoundException.class);
    }
  }

  @Test
  default void bindRefusesAddressesOfAnotherFamily() throws Exception {
    try (var server = openServer()) {
      assertThatThrownBy(() -> server.bind(transport().foreignAddress()))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThatThrownBy(() -> server.bind(new SocketChannelStates.UnknownAddress()))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThat(server.isOpen()).isTrue();
    }
  }

  @Test
  default void bindOfAServerRefusesAnUnresolvedAddress() throws Exception {
    assumeInternet();
    try (var server = openServer()) {
      assertThatThrownBy(() -> server.bind(InetSocketAddress.createUnresolved("x.test", 0)))
          .isInstanceOf(UnresolvedAddressException.class);
    }
  }

  @Test
  default void bindOfAServerToAnAddressInUseFails() throws Exception {
    try (var first = listen();
        var second = openServer()) {
      assertThatThrownBy(() -> second.bind(first.getLocalAddress()))
          .isInstanceOf(BindException.class);
      assertThat(second.isOpen()).isTrue();
      assertThat(second.getLocalAddress()).isNull();
    }
  }

  @Test
  default void anAddressCanBeTakenAgainAfterClose() throws Exception {
    assumeInternet();
    try (var first = listen();
        var client = connect(first);
        var accepted = first.accept()) {
      var address = first.getLocalAddress();
      closeNow(accepted);
      closeNow(client);
      closeNow(first);
      try (var second = openServer().bind(address)) {
        assertThat(second.getLocalAddress()).isEqualTo(address);
      }
    }
  }

  @Test
  default void bindOfAServerToATooLongPathFails() throws Exception {
    assumeUnix();
    try (var server = openServer()) {
      var tooLong = UnixDomainSocketAddress.of("/tmp/" + "x".repeat(200));
      assertThatThrownBy(() -> server.bind(tooLong)).isInstanceOf(SocketException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 1_000_000})
  default void anyBacklogWillDo(int backlog) throws Exception {
    try (var server = openServer().bind(freshAddress(), backlog);
        var channel = connect(server);
        var accepted = server.accept()) {
      assertRoundTrip(new ChannelPair(channel, accepted));
    }
  }

  @Test
  default void aBacklogHoldsThoseWhoWait() throws Exception {
    try (var server = openServer().bind(freshAddress(), 10)) {
      var clients = new java.nio.channels.SocketChannel[10];
      try {
        for (int i = 0; i < clients.length; i++) {
          clients[i] = connect(server);
        }
        for (var client : clients) {
          assertThat(client.isConnected()).isTrue();
          server.accept().close();
        }
      } finally {
        for (var client : clients) {
          client.close();
        }
      }
    }
  }

  @Test
  default void theLocalAddressStaysTheOneAskedFor() throws Exception {
    assumeUnix();
    Path path = freshPath();
    try (var server = openServer().bind(UnixDomainSocketAddress.of(path))) {
      assertThat(server.getLocalAddress()).isEqualTo(UnixDomainSocketAddress.of(path));
    }
  }

  @Test
  default void serversHaveTheirOptions() throws Exception {
    try (var server = openServer()) {
      assertThat(server.supportedOptions()).contains(StandardSocketOptions.SO_RCVBUF);
      if (transport().isInternet()) {
        assertThat(server.supportedOptions()).contains(StandardSocketOptions.SO_REUSEADDR);
      }
    }
  }

  @Test
  default void everySupportedOptionOfAServerCanBeAsked() throws Exception {
    try (var server = listen()) {
      for (var option : server.supportedOptions()) {
        assertThat(server.getOption(option)).as(option.name()).isInstanceOf(option.type());
      }
    }
  }

  @Test
  default void optionsOfAServerCanBeSet() throws Exception {
    try (var server = openServer()) {
      assertThat(server.setOption(StandardSocketOptions.SO_RCVBUF, 50_000)).isSameAs(server);
      assertThat(server.getOption(StandardSocketOptions.SO_RCVBUF)).isGreaterThanOrEqualTo(50_000);
    }
  }

  @Test
  default void unknownOptionsOfAServerAreUnsupported() throws Exception {
    try (var server = openServer()) {
      assertThatThrownBy(() -> server.setOption(new SocketChannelOptions.UnknownOption(), 1))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> server.getOption(StandardSocketOptions.TCP_NODELAY))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  default void wrongValuesOfOptionsOfAServerAreRefused() throws Exception {
    try (var server = openServer()) {
      assertThatThrownBy(() -> server.setOption(StandardSocketOptions.SO_RCVBUF, -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> server.setOption(null, -1)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> server.getOption(null)).isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  default void supportedOptionsOfAServerAreToldAfterClose() throws Exception {
    var server = openServer();
    server.close();
    assertThat(server.supportedOptions()).contains(StandardSocketOptions.SO_RCVBUF);
  }
}
