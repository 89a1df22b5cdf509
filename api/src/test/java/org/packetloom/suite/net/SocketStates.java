// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

/** What a socket tells of itself: fresh, bound, connected, half-closed and closed. */
public interface SocketStates extends SocketRow {
  @Test
  default void aFreshSocketIsNotBoundNotConnectedAndNotClosed() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertThat(socket.isBound()).isFalse();
      assertThat(socket.isConnected()).isFalse();
      assertThat(socket.isClosed()).isFalse();
      assertThat(socket.isInputShutdown()).isFalse();
      assertThat(socket.isOutputShutdown()).isFalse();
    }
  }

  @Test
  default void aFreshSocketHasNoAddresses() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertThat(socket.getInetAddress()).isNull();
      assertThat(socket.getPort()).isZero();
      assertThat(socket.getRemoteSocketAddress()).isNull();
      assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
      assertThat(socket.getLocalPort()).isEqualTo(-1);
      assertThat(socket.getLocalSocketAddress()).isNull();
    }
  }

  @Test
  default void aSocketHasNoChannel() throws Exception {
    try (SocketEnds ends = open()) {
      assertThat(ends.near().getChannel()).isNull();
      assertThat(ends.far().getChannel()).isNull();
    }
  }

  @Test
  default void aBoundSocketTellsItsAddress() throws Exception {
    assumeInternet();
    try (Socket socket = sockets().newSocket()) {
      socket.bind(loopback());
      assertThat(socket.isBound()).isTrue();
      assertThat(socket.isConnected()).isFalse();
      assertThat(socket.getLocalPort()).isPositive();
      assertThat(socket.getLocalAddress()).isEqualTo(InetAddress.getLoopbackAddress());
      assertThat(socket.getLocalSocketAddress())
          .isEqualTo(new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort()));
    }
  }

  @Test
  default void aConnectedSocketIsBoundAndConnected() throws Exception {
    try (SocketEnds ends = open()) {
      for (Socket socket : new Socket[] {ends.near(), ends.far()}) {
        assertThat(socket.isBound()).isTrue();
        assertThat(socket.isConnected()).isTrue();
        assertThat(socket.isClosed()).isFalse();
      }
    }
  }

  @Test
  default void connectedSocketsTellTheAddressesOfEachOther() throws Exception {
    assumeInternet();
    try (SocketEnds ends = open()) {
      assertThat(ends.near().getRemoteSocketAddress())
          .isEqualTo(ends.far().getLocalSocketAddress());
      assertThat(ends.far().getRemoteSocketAddress())
          .isEqualTo(ends.near().getLocalSocketAddress());
      assertThat(ends.near().getPort()).isEqualTo(ends.far().getLocalPort());
      assertThat(ends.near().getInetAddress()).isEqualTo(ends.far().getLocalAddress());
    }
  }

  @Test
  default void aConnectedSocketHasAnInternetAddressWhateverItGoesThrough() throws Exception {
    try (SocketEnds ends = open()) {
      assertThat(ends.near().getInetAddress()).isNotNull();
      assertThat(ends.near().getRemoteSocketAddress()).isNotNull();
      assertThat(ends.near().getLocalSocketAddress()).isNotNull();
      assertThat(ends.far().getInetAddress()).isNotNull();
      assertThat(ends.far().getLocalSocketAddress()).isNotNull();
    }
  }

  @Test
  default void theRemoteAddressIsTheOneOfTheServer() throws Exception {
    assumeInternet();
    try (ServerSocket server = listen();
        Socket client = connectTo(server)) {
      assertThat(client.getRemoteSocketAddress()).isEqualTo(server.getLocalSocketAddress());
      assertThat(client.getPort()).isEqualTo(server.getLocalPort());
    }
  }

  @Test
  default void aClosedSocketStaysBoundAndConnected() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().close();
      assertThat(ends.near().isClosed()).isTrue();
      assertThat(ends.near().isBound()).isTrue();
      assertThat(ends.near().isConnected()).isTrue();
    }
  }

  @Test
  default void aClosedSocketStillTellsTheAddressOfItsPeer() throws Exception {
    try (SocketEnds ends = open()) {
      Socket socket = ends.near();
      SocketAddress remote = socket.getRemoteSocketAddress();
      InetAddress host = socket.getInetAddress();
      int port = socket.getPort();
      socket.close();
      assertThat(socket.getRemoteSocketAddress()).isEqualTo(remote);
      assertThat(socket.getInetAddress()).isEqualTo(host);
      assertThat(socket.getPort()).isEqualTo(port);
    }
  }

  @Test
  default void aClosedSocketStillTellsItsPortButTheWildcardAddress() throws Exception {
    assumeInternet();
    try (SocketEnds ends = open()) {
      Socket socket = ends.near();
      int port = socket.getLocalPort();
      socket.close();
      assertThat(socket.getLocalPort()).isEqualTo(port);
      assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
      assertThat(socket.getLocalSocketAddress())
          .isInstanceOfSatisfying(
              InetSocketAddress.class,
              address -> {
                assertThat(address.getAddress().isAnyLocalAddress()).isTrue();
                assertThat(address.getPort()).isEqualTo(port);
              });
    }
  }

  @Test
  default void aSocketThatIsClosedFreshHasNoAddresses() throws Exception {
    Socket socket = sockets().newSocket();
    socket.close();
    assertThat(socket.isClosed()).isTrue();
    assertThat(socket.isBound()).isFalse();
    assertThat(socket.isConnected()).isFalse();
    assertThat(socket.getLocalPort()).isEqualTo(-1);
    assertThat(socket.getLocalSocketAddress()).isNull();
    assertThat(socket.getRemoteSocketAddress()).isNull();
    assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
  }

  @Test
  default void shutDownHalvesAreTold() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().shutdownInput();
      assertThat(ends.near().isInputShutdown()).isTrue();
      assertThat(ends.near().isOutputShutdown()).isFalse();
      ends.near().shutdownOutput();
      assertThat(ends.near().isOutputShutdown()).isTrue();
      assertThat(ends.near().isClosed()).isFalse();
      assertThat(ends.near().isConnected()).isTrue();
    }
  }

  @Test
  default void closeShutsNoHalfDown() throws Exception {
    try (SocketEnds ends = open()) {
      ends.near().close();
      assertThat(ends.near().isInputShutdown()).isFalse();
      assertThat(ends.near().isOutputShutdown()).isFalse();
    }
  }

  @Test
  default void theTextOfASocketTellsItsPorts() throws Exception {
    assumeInternet();
    try (SocketEnds ends = open()) {
      assertThat(ends.near().toString())
          .contains(Integer.toString(ends.near().getPort()))
          .contains(Integer.toString(ends.near().getLocalPort()));
    }
  }

  @Test
  default void theTextOfASocketIsThereInEveryState() throws Exception {
    Socket socket = sockets().newSocket();
    assertThat(socket.toString()).isNotBlank();
    socket.close();
    assertThat(socket.toString()).isNotBlank();
    try (SocketEnds ends = open()) {
      assertThat(ends.near().toString()).isNotBlank();
      ends.near().close();
      assertThat(ends.near().toString()).isNotBlank();
    }
  }

  @Test
  default void socketsHaveIdentity() throws Exception {
    try (SocketEnds ends = open()) {
      assertThat(ends.near()).isNotEqualTo(ends.far()).isEqualTo(ends.near());
    }
  }

  @Test
  default void bindToNothingChoosesAPort() throws Exception {
    assumeInternet();
    try (Socket socket = sockets().newSocket()) {
      socket.bind(null);
      assertThat(socket.isBound()).isTrue();
      assertThat(socket.getLocalPort()).isPositive();
    }
  }

  @Test
  default void bindTwiceFails() throws Exception {
    assumeInternet();
    try (Socket socket = sockets().newSocket()) {
      socket.bind(loopback());
      int port = socket.getLocalPort();
      assertSocketException(() -> socket.bind(loopback()));
      assertThat(socket.getLocalPort()).isEqualTo(port);
      assertThat(socket.isClosed()).isFalse();
    }
  }

  @Test
  default void bindAfterConnectFails() throws Exception {
    try (SocketEnds ends = open()) {
      assertSocketException(() -> ends.near().bind(null));
      assertTalk(ends);
    }
  }

  @Test
  default void bindAfterCloseFails() throws Exception {
    Socket socket = sockets().newSocket();
    socket.close();
    assertSocketException(() -> socket.bind(loopback()));
  }

  @Test
  default void bindToAPortInUseFails() throws Exception {
    assumeInternet();
    try (ServerSocket server = listen();
        Socket socket = sockets().newSocket()) {
      assertThat(catchThrowable(() -> socket.bind(server.getLocalSocketAddress())))
          .isInstanceOf(BindException.class);
      assertThat(socket.isBound()).isFalse();
    }
  }

  @Test
  default void bindToAnAddressOfNoInterfaceFails() throws Exception {
    assumeInternet();
    try (Socket socket = sockets().newSocket()) {
      assertThat(catchThrowable(() -> socket.bind(Hosts.ofNobody())))
          .isInstanceOf(BindException.class);
      assertThat(socket.isBound()).isFalse();
    }
  }

  @Test
  default void bindToAnUnknownKindOfAddressFails() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertThat(catchThrowable(() -> socket.bind(new StrangeAddress())))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(socket.isBound()).isFalse();
    }
  }

  @Test
  default void bindToAnUnresolvedNameFails() throws Exception {
    assumeInternet();
    try (Socket socket = sockets().newSocket()) {
      assertSocketException(() -> socket.bind(InetSocketAddress.createUnresolved("no.invalid", 0)));
      assertThat(socket.isBound()).isFalse();
    }
  }

  @Test
  default void aSocketThatIsBoundConnectsFromThere() throws Exception {
    assumeInternet();
    assumeThat(sockets().bindsClients()).as("clients can be bound").isTrue();
    try (ServerSocket server = listen();
        Socket client = clientOf(server)) {
      client.bind(loopback());
      int port = client.getLocalPort();
      client.connect(nameOf(server));
      try (Socket accepted = server.accept()) {
        assertThat(client.getLocalPort()).isEqualTo(port);
        assertThat(accepted.getPort()).isEqualTo(port);
      }
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
