// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The local and remote addresses of socket channels. */
public interface SocketChannelBinds extends StreamChannelRow {
  @Test
  default void bindGivesTheChannelItself() throws Exception {
    try (var channel = openSocket()) {
      assertThat(channel.bind(freshAddress())).isSameAs(channel);
    }
  }

  @Test
  default void bindToPortZeroChoosesAPort() throws Exception {
    assumeInternet();
    try (var channel = openSocket()) {
      var asked = (InetSocketAddress) freshAddress();
      channel.bind(asked);
      var local = (InetSocketAddress) channel.getLocalAddress();
      assertThat(local.getPort()).isPositive();
      assertThat(local.getAddress()).isEqualTo(asked.getAddress());
    }
  }

  @Test
  default void bindToNullBindsToEveryAddress() throws Exception {
    assumeInternet();
    try (var channel = openSocket()) {
      channel.bind(null);
      var local = (InetSocketAddress) channel.getLocalAddress();
      assertThat(local.getPort()).isPositive();
      assertThat(local.getAddress().isAnyLocalAddress()).isTrue();
    }
  }

  @Test
  default void bindToNullLeavesAUnixChannelUnnamed() throws Exception {
    assumeUnix();
    try (var channel = openSocket()) {
      channel.bind(null);
      assertThat(channel.getLocalAddress()).isEqualTo(UnixDomainSocketAddress.of(""));
    }
  }

  @Test
  default void bindToAPathMakesAFileThatStays() throws Exception {
    assumeUnix();
    var path = freshPath();
    try (var channel = openSocket()) {
      channel.bind(UnixDomainSocketAddress.of(path));
      assertThat(channel.getLocalAddress()).isEqualTo(UnixDomainSocketAddress.of(path));
      assertThat(Files.exists(path)).isTrue();
    }
    assertThat(Files.exists(path)).isTrue();
  }

  @Test
  default void aBoundChannelDoesNotBindAgain() throws Exception {
    try (var channel = openSocket()) {
      channel.bind(freshAddress());
      assertThatThrownBy(() -> channel.bind(freshAddress()))
          .isInstanceOf(AlreadyBoundException.class);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  default void aConnectedChannelIsBound() throws Exception {
    try (var pair = pair()) {
      assertThatThrownBy(() -> pair.near().bind(freshAddress()))
          .isInstanceOf(AlreadyBoundException.class);
      assertThatThrownBy(() -> pair.far().bind(freshAddress()))
          .isInstanceOf(AlreadyBoundException.class);
    }
  }

  @Test
  default void bindRefusesAnAddressOfAnotherFamily() throws Exception {
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.bind(transport().foreignAddress()))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThatThrownBy(() -> channel.bind(new SocketChannelStates.UnknownAddress()))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  default void bindRefusesAnUnresolvedAddress() throws Exception {
    assumeInternet();
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.bind(InetSocketAddress.createUnresolved("x.test", 0)))
          .isInstanceOf(UnresolvedAddressException.class);
    }
  }

  @Test
  default void bindToAnAddressInUseFails() throws Exception {
    try (var server = listen();
        var channel = openSocket()) {
      assertThatThrownBy(() -> channel.bind(server.getLocalAddress()))
          .isInstanceOf(BindException.class);
      assertThat(channel.isOpen()).isTrue();
      assertThat(channel.getLocalAddress()).isNull();
    }
  }

  @Test
  default void bindToAnAddressOfNobodyHereFails() throws Exception {
    assumeInternet();
    try (var channel = openSocket()) {
      String elsewhere = transport() == Transport.TCP6 ? "2001:db8::1" : "192.0.2.1";
      assertThatThrownBy(() -> channel.bind(new InetSocketAddress(elsewhere, 0)))
          .isInstanceOf(BindException.class);
    }
  }

  @Test
  default void bindToAPathThatIsTooLongFails() throws Exception {
    assumeUnix();
    try (var channel = openSocket()) {
      var tooLong = UnixDomainSocketAddress.of("/tmp/" + "x".repeat(200));
      assertThatThrownBy(() -> channel.bind(tooLong)).isInstanceOf(SocketException.class);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  default void bindInAFolderThatIsMissingFails() throws Exception {
    assumeUnix();
    try (var channel = openSocket()) {
      var missing = UnixDomainSocketAddress.of(freshPath().resolve("s"));
      assertThatThrownBy(() -> channel.bind(missing)).isInstanceOf(SocketException.class);
    }
  }

  @Test
  default void addressesOfBothEndsMatch() throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      assertThat(pair.near().getLocalAddress()).isEqualTo(pair.far().getRemoteAddress());
      assertThat(pair.near().getRemoteAddress()).isEqualTo(pair.far().getLocalAddress());
    }
  }

  @Test
  default void aBoundChannelConnectsFromItsAddress() throws Exception {
    try (var server = listen();
        var channel = openSocket()) {
      channel.bind(freshAddress());
      var local = channel.getLocalAddress();
      channel.connect(server.getLocalAddress());
      try (var accepted = server.accept()) {
        assertThat(channel.getLocalAddress()).isEqualTo(local);
        assertThat(accepted.getRemoteAddress()).isEqualTo(local);
      }
    }
  }

  @Test
  default void aChannelBoundToEveryAddressTellsTheOneItConnectedFrom() throws Exception {
    assumeInternet();
    try (var server = listen();
        var channel = openSocket()) {
      channel.bind(null);
      int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      channel.connect(server.getLocalAddress());
      var local = (InetSocketAddress) channel.getLocalAddress();
      assertThat(local.getPort()).isEqualTo(port);
      assertThat(local.getAddress().isLoopbackAddress()).isTrue();
    }
  }

  @Test
  default void aUnixChannelThatConnectedIsUnnamed() throws Exception {
    assumeUnix();
    var path = freshPath();
    try (var server = openServer().bind(UnixDomainSocketAddress.of(path));
        var near = connect(server);
        var far = server.accept()) {
      assertThat(near.getLocalAddress()).isEqualTo(UnixDomainSocketAddress.of(""));
      assertThat(near.getRemoteAddress()).isEqualTo(UnixDomainSocketAddress.of(path));
      assertThat(far.getLocalAddress()).isEqualTo(UnixDomainSocketAddress.of(path));
      assertThat(far.getRemoteAddress()).isEqualTo(UnixDomainSocketAddress.of(""));
    }
  }

  @Test
  default void addressesStayAfterThePeerLeft() throws Exception {
    try (var pair = pair()) {
      var local = pair.near().getLocalAddress();
      var remote = pair.near().getRemoteAddress();
      pair.far().close();
      assertThat(pair.near().getLocalAddress()).isEqualTo(local);
      assertThat(pair.near().getRemoteAddress()).isEqualTo(remote);
    }
  }

  @Test
  default void theTextOfAChannelNamesItsAddresses() throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      var local = (InetSocketAddress) pair.near().getLocalAddress();
      assertThat(pair.near().toString()).contains(Integer.toString(local.getPort()));
      pair.near().close();
      assertThat(pair.near().toString()).isNotEmpty();
    }
  }
}
