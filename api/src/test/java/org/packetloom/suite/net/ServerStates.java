// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

/** What a server socket tells of itself, and how it is bound. */
public interface ServerStates extends SocketRow {
  @Test
  default void aFreshServerSocketIsNotBoundAndNotClosed() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      assertThat(server.isBound()).isFalse();
      assertThat(server.isClosed()).isFalse();
      assertThat(server.getInetAddress()).isNull();
      assertThat(server.getLocalPort()).isEqualTo(-1);
      assertThat(server.getLocalSocketAddress()).isNull();
    }
  }

  @Test
  default void aServerSocketHasNoChannel() throws Exception {
    try (ServerSocket server = listen()) {
      assertThat(server.getChannel()).isNull();
    }
  }

  @Test
  default void aBoundServerSocketTellsItsAddress() throws Exception {
    try (ServerSocket server = listen()) {
      assertThat(server.isBound()).isTrue();
      assertThat(server.getLocalSocketAddress()).isNotNull();
    }
  }

  @Test
  default void anInternetServerTellsHostAndPort() throws Exception {
    assumeInternet();
    try (ServerSocket server = listen()) {
      assertThat(server.getLocalPort()).isPositive();
      assertThat(server.getInetAddress()).isEqualTo(InetAddress.getLoopbackAddress());
      assertThat(server.getLocalSocketAddress())
          .isEqualTo(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
    }
  }

  @Test
  default void aClosedServerSocketStillTellsItsAddress() throws Exception {
    ServerSocket server = listen();
    SocketAddress address = server.getLocalSocketAddress();
    InetAddress host = server.getInetAddress();
    int port = server.getLocalPort();
    server.close();
    assertThat(server.isClosed()).isTrue();
    assertThat(server.isBound()).isTrue();
    assertThat(server.getLocalSocketAddress()).isEqualTo(address);
    assertThat(server.getInetAddress()).isEqualTo(host);
    assertThat(server.getLocalPort()).isEqualTo(port);
  }

  @Test
  default void aServerSocketThatIsClosedFreshIsNotBound() throws Exception {
    ServerSocket server = sockets().newServerSocket();
    server.close();
    assertThat(server.isClosed()).isTrue();
    assertThat(server.isBound()).isFalse();
    assertThat(server.getLocalPort()).isEqualTo(-1);
    assertThat(server.getLocalSocketAddress()).isNull();
  }

  @Test
  default void theTextOfAServerSocketTellsItsPort() throws Exception {
    assumeInternet();
    try (ServerSocket server = listen()) {
      assertThat(server.toString()).contains(Integer.toString(server.getLocalPort()));
    }
  }

  @Test
  default void theTextOfAServerSocketIsThereInEveryState() throws Exception {
    ServerSocket server = sockets().newServerSocket();
    assertThat(server.toString()).isNotBlank();
    server.bind(sockets().vacantAddress());
    assertThat(server.toString()).isNotBlank();
    server.close();
    assertThat(server.toString()).isNotBlank();
  }

  @Test
  default void bindToNothingChoosesAPortOfTheWildcard() throws Exception {
    assumeInternet();
    try (ServerSocket server = sockets().newServerSocket()) {
      server.bind(null);
      assertThat(server.isBound()).isTrue();
      assertThat(server.getLocalPort()).isPositive();
      assertThat(server.getInetAddress().isAnyLocalAddress()).isTrue();
    }
  }

  @Test
  default void bindTwiceFails() throws Exception {
    try (ServerSocket server = listen()) {
      SocketAddress address = server.getLocalSocketAddress();
      assertSocketException(() -> server.bind(sockets().vacantAddress()));
      assertThat(server.getLocalSocketAddress()).isEqualTo(address);
      assertThat(server.isClosed()).isFalse();
    }
  }

  @Test
  default void bindAfterCloseFails() throws Exception {
    ServerSocket server = sockets().newServerSocket();
    server.close();
    assertSocketException(() -> server.bind(sockets().vacantAddress()));
    assertSocketException(() -> server.bind(null));
    assertThat(server.isBound()).isFalse();
  }

  @Test
  default void bindToAnAddressInUseFails() throws Exception {
    try (ServerSocket first = listen();
        ServerSocket second = sockets().newServerSocket()) {
      assertThatExceptionOfType(BindException.class)
          .isThrownBy(() -> second.bind(first.getLocalSocketAddress()));
      assertThat(second.isBound()).isFalse();
    }
  }

  @Test
  default void bindAfterAFailureWorks() throws Exception {
    try (ServerSocket first = listen();
        ServerSocket second = sockets().newServerSocket()) {
      assertSocketException(() -> second.bind(first.getLocalSocketAddress()));
      assertThat(second.isClosed()).isFalse();
      second.bind(sockets().vacantAddress());
      assertThat(second.isBound()).isTrue();
    }
  }

  @Test
  default void bindToAnAddressOfNoInterfaceFails() throws Exception {
    assumeInternet();
    try (ServerSocket server = sockets().newServerSocket()) {
      assertThatExceptionOfType(BindException.class)
          .isThrownBy(() -> server.bind(Hosts.ofNobody()));
    }
  }

  @Test
  default void bindToAnUnknownKindOfAddressIsRejected() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      assertThatIllegalArgumentException().isThrownBy(() -> server.bind(new StrangeAddress()));
      assertThat(server.isBound()).isFalse();
    }
  }

  @Test
  default void bindToAnUnresolvedNameFails() throws Exception {
    assumeInternet();
    try (ServerSocket server = sockets().newServerSocket()) {
      assertSocketException(() -> server.bind(InetSocketAddress.createUnresolved("no.invalid", 0)));
      assertThat(server.isBound()).isFalse();
    }
  }

  @Test
  default void aBacklogBelowOneMeansTheUsualOne() throws Exception {
    for (int backlog : new int[] {0, -1, Integer.MIN_VALUE}) {
      try (ServerSocket server = sockets().newServerSocket()) {
        server.bind(sockets().vacantAddress(), backlog);
        try (Socket first = connectTo(server);
            Socket second = connectTo(server)) {
          assertThat(first.isConnected()).isTrue();
          assertThat(second.isConnected()).isTrue();
        }
      }
    }
  }

  @Test
  default void aHugeBacklogIsTaken() throws Exception {
    try (ServerSocket server = sockets().newServerSocket()) {
      server.bind(sockets().vacantAddress(), Integer.MAX_VALUE);
      connectTo(server).close();
    }
  }

  @Test
  default void anAddressIsFreeAfterClose() throws Exception {
    assumeInternet();
    ServerSocket first = listen();
    SocketAddress address = first.getLocalSocketAddress();
    first.close();
    try (ServerSocket second = sockets().newServerSocket()) {
      second.bind(address);
      assertThat(second.getLocalSocketAddress()).isEqualTo(address);
    }
  }

  @Test
  default void aPortWithAnOldConnectionIsReused() throws Exception {
    assumeInternet();
    ServerSocket first = sockets().newServerSocket();
    first.setReuseAddress(true);
    first.bind(sockets().vacantAddress());
    Socket client = connectTo(first);
    Socket accepted = first.accept();
    // The accepted side closes first, so that it is the one that lingers in TIME_WAIT.
    accepted.close();
    assertThat(client.getInputStream().read()).isEqualTo(-1);
    client.close();
    first.close();
    try (ServerSocket second = sockets().newServerSocket()) {
      second.setReuseAddress(true);
      second.bind(first.getLocalSocketAddress());
      assertThat(second.getLocalPort()).isEqualTo(first.getLocalPort());
    }
  }
}
