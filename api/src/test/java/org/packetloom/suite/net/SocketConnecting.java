// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.packetloom.suite.Task;
import org.packetloom.suite.VacantPort;

/** Connecting: to whom, how often, for how long, and what is left when it fails. */
public interface SocketConnecting extends SocketRow {
  /** How long the short waits of these tests last. */
  Duration SHORT = Duration.ofMillis(40);

  @Test
  default void connectReachesTheServer() throws Exception {
    try (SocketEnds ends = open()) {
      assertTalk(ends);
    }
  }

  @Test
  default void connectWithTimeToSpareReachesTheServer() throws Exception {
    try (ServerSocket server = listen();
        Socket client = clientOf(server)) {
      client.connect(nameOf(server), 30_000);
      assertTalk(new SocketEnds(client, server.accept()));
    }
  }

  @Test
  default void connectWithoutALimitIsAskedForByZero() throws Exception {
    try (ServerSocket server = listen();
        Socket client = clientOf(server)) {
      client.connect(nameOf(server), 0);
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  default void connectTwiceFailsAndLeavesTheConnection() throws Exception {
    try (ServerSocket server = listen();
        Socket client = connectTo(server);
        Socket accepted = server.accept()) {
      assertSocketException(() -> client.connect(nameOf(server)));
      assertThat(client.isClosed()).isFalse();
      assertTalk(new SocketEnds(client, accepted));
    }
  }

  @Test
  default void connectAnAcceptedSocketFails() throws Exception {
    try (ServerSocket server = listen();
        SocketEnds ends = open()) {
      assertSocketException(() -> ends.far().connect(nameOf(server)));
      assertTalk(ends);
    }
  }

  @Test
  default void connectAfterCloseFails() throws Exception {
    try (ServerSocket server = listen()) {
      Socket client = clientOf(server);
      client.close();
      assertSocketException(() -> client.connect(nameOf(server)));
      assertThat(client.isConnected()).isFalse();
    }
  }

  @Test
  default void connectToNothingIsRejected() throws Exception {
    try (Socket socket = sockets().newSocket()) {
      assertThatIllegalArgumentException().isThrownBy(() -> socket.connect(null));
      assertThatIllegalArgumentException().isThrownBy(() -> socket.connect(null, 10));
      assertThat(socket.isClosed()).isFalse();
    }
  }

  @Test
  default void connectToAnUnknownKindOfAddressIsRejected() throws Exception {
    assumeInternet();
    try (Socket socket = sockets().newSocket()) {
      assertThatIllegalArgumentException().isThrownBy(() -> socket.connect(new StrangeAddress()));
      assertThat(socket.isClosed()).isFalse();
    }
  }

  @Test
  default void connectWithANegativeTimeoutIsRejected() throws Exception {
    try (ServerSocket server = listen();
        Socket client = clientOf(server)) {
      assertThatIllegalArgumentException().isThrownBy(() -> client.connect(nameOf(server), -1));
      client.connect(nameOf(server));
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  default void connectToAnUnresolvedNameFailsAndCloses() throws Exception {
    assumeInternet();
    try (Socket socket = sockets().newSocket()) {
      assertThatExceptionOfType(UnknownHostException.class)
          .isThrownBy(() -> socket.connect(InetSocketAddress.createUnresolved("no.invalid", 1)));
      assertThat(socket.isClosed()).isTrue();
      assertThat(socket.isConnected()).isFalse();
    }
  }

  @Test
  default void connectToAnUnresolvedNameFailsWithATimeoutAsWell() throws Exception {
    assumeInternet();
    try (Socket socket = sockets().newSocket()) {
      assertThatExceptionOfType(UnknownHostException.class)
          .isThrownBy(
              () -> socket.connect(InetSocketAddress.createUnresolved("no.invalid", 1), 30_000));
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @Test
  default void connectToNobodyIsRefusedAndCloses() throws Exception {
    assumeInternet();
    try (Socket socket = sockets().newSocket()) {
      assertThatExceptionOfType(ConnectException.class)
          .isThrownBy(() -> socket.connect(nobody()))
          .withMessageContaining("refused");
      assertThat(socket.isClosed()).isTrue();
      assertThat(socket.isConnected()).isFalse();
    }
  }

  @Test
  default void connectToNobodyWithATimeoutIsRefusedAndCloses() throws Exception {
    assumeInternet();
    try (Socket socket = sockets().newSocket()) {
      assertThatExceptionOfType(ConnectException.class)
          .isThrownBy(() -> socket.connect(nobody(), 30_000));
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @Test
  default void connectToAServerThatIsGoneFailsAndCloses() throws Exception {
    ServerSocket server = listen();
    try (Socket client = clientOf(server)) {
      SocketAddress name = nameOf(server);
      server.close();
      assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client.connect(name));
      assertThat(client.isClosed()).isTrue();
      assertThat(client.isConnected()).isFalse();
      assertThat(client.getRemoteSocketAddress()).isNull();
    }
  }

  @Test
  default void connectAfterAFailureFails() throws Exception {
    assumeInternet();
    try (ServerSocket server = listen();
        Socket socket = sockets().newSocket()) {
      assertSocketException(() -> socket.connect(nobody()));
      assertSocketException(() -> socket.connect(nameOf(server)));
    }
  }

  @Test
  default void connectToPortZeroFailsAndCloses() throws Exception {
    assumeInternet();
    try (Socket socket = sockets().newSocket()) {
      assertSocketException(
          () -> socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @Test
  default void connectTimesOutNotTooEarlyAndCloses() throws Exception {
    try (FullQueue full = new FullQueue(sockets().vacantAddress());
        Socket socket = sockets().newSocket(full.address())) {
      SocketAddress name = sockets().nameOf(full.address());
      assertLasts(
          SHORT.minus(sockets().connectsEarlierBy()),
          () ->
              assertThatExceptionOfType(SocketTimeoutException.class)
                  .isThrownBy(() -> socket.connect(name, (int) SHORT.toMillis())));
      assertThat(socket.isClosed()).isTrue();
      assertThat(socket.isConnected()).isFalse();
    }
  }

  @Test
  default void connectTimesOutAfterOneMillisecond() throws Exception {
    try (FullQueue full = new FullQueue(sockets().vacantAddress());
        Socket socket = sockets().newSocket(full.address())) {
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> socket.connect(sockets().nameOf(full.address()), 1));
    }
  }

  @Test
  default void theReadTimeoutDoesNotLimitConnecting() throws Exception {
    try (FullQueue full = new FullQueue(sockets().vacantAddress());
        Socket socket = sockets().newSocket(full.address())) {
      socket.setSoTimeout(1);
      assertLasts(
          SHORT.minus(sockets().connectsEarlierBy()),
          () ->
              assertThatExceptionOfType(SocketTimeoutException.class)
                  .isThrownBy(
                      () ->
                          socket.connect(
                              sockets().nameOf(full.address()), (int) SHORT.toMillis())));
    }
  }

  @Test
  default void closeEndsAConnectThatWaits() throws Exception {
    try (FullQueue full = new FullQueue(sockets().vacantAddress())) {
      Socket socket = sockets().newSocket(full.address());
      var connecting = startConnect(socket, full, 0);
      socket.close();
      connecting.assertFailure().isInstanceOf(SocketException.class);
      assertThat(socket.isConnected()).isFalse();
    }
  }

  @Test
  default void closeEndsATimedConnectThatWaits() throws Exception {
    try (FullQueue full = new FullQueue(sockets().vacantAddress())) {
      Socket socket = sockets().newSocket(full.address());
      var connecting = startConnect(socket, full, 3_600_000);
      socket.close();
      connecting.assertFailure().isInstanceOf(SocketException.class);
    }
  }

  @Test
  default void closeFromManyThreadsEndsAConnectThatWaits() throws Exception {
    try (FullQueue full = new FullQueue(sockets().vacantAddress())) {
      Socket socket = sockets().newSocket(full.address());
      var connecting = startConnect(socket, full, 0);
      var first = startAction(socket::close);
      var second = startAction(socket::close);
      first.result();
      second.result();
      connecting.assertFailure().isInstanceOf(SocketException.class);
    }
  }

  @Test
  default void aSocketIsNotConnectedWhileItConnects() throws Exception {
    try (FullQueue full = new FullQueue(sockets().vacantAddress())) {
      Socket socket = sockets().newSocket(full.address());
      var connecting = startConnect(socket, full, 0);
      assertThat(socket.isConnected()).isFalse();
      assertThat(socket.isClosed()).isFalse();
      socket.close();
      connecting.failure();
    }
  }

  @Test
  default void theWildcardAddressReachesThisMachine() throws Exception {
    assumeInternet();
    try (ServerSocket server = sockets().newServerSocket();
        Socket client = sockets().newSocket()) {
      server.bind(new InetSocketAddress(0));
      client.connect(new InetSocketAddress(server.getLocalPort()));
      try (Socket accepted = server.accept()) {
        assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
        assertThat(client.getLocalPort()).isPositive();
      }
    }
  }

  @Test
  default void connectingStartsNoTimeoutOfReads() throws Exception {
    try (ServerSocket server = listen();
        Socket client = clientOf(server)) {
      client.connect(nameOf(server), 30_000);
      assertThat(client.getSoTimeout()).isZero();
    }
  }

  /** Starts to connect to a listener whose queue is full, and waits until that waits. */
  private Task<Void> startConnect(Socket socket, FullQueue full, int timeout) throws Exception {
    SocketAddress name = sockets().nameOf(full.address());
    return startWaitingAction(() -> socket.connect(name, timeout));
  }

  private static SocketAddress nobody() throws Exception {
    return VacantPort.like(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }
}
