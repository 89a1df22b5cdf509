// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Await;

/** How socket channels connect, at once or later, and fail to. */
public interface SocketChannelConnects extends StreamChannelRow {
  /** An address at which connections stay pending. */
  private FullQueue fullQueue() throws IOException {
    assumeInternet();
    return new FullQueue(transport() == Transport.TCP6 ? "::1" : "127.0.0.1");
  }

  /** A channel whose connection is pending, in non-blocking mode. */
  private SocketChannel pending(FullQueue queue) throws IOException {
    SocketChannel channel = openSocket();
    channel.configureBlocking(false);
    assertThat(channel.connect(queue.address())).isFalse();
    return channel;
  }

  @ParameterizedTest
  @EnumSource
  default void aBlockingConnectIsTrue(ThreadKind kind) throws Exception {
    try (var server = listen();
        var channel = openSocket()) {
      var address = server.getLocalAddress();
      assertThat(startIn(kind, () -> channel.connect(address)).result()).isTrue();
      assertThat(channel.isConnected()).isTrue();
      assertThat(channel.getRemoteAddress()).isEqualTo(address);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void connectingToNobodyIsRefused(ThreadKind kind) throws Exception {
    try (var nobody = openSocket().bind(freshAddress());
        var channel = openSocket()) {
      var address = nobody.getLocalAddress();
      startIn(kind, () -> channel.connect(address))
          .assertFailure()
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  default void aRefusedConnectClosesTheChannel() throws Exception {
    try (var nobody = openSocket().bind(freshAddress());
        var channel = openSocket()) {
      assertThat(catchThrowable(() -> channel.connect(nobody.getLocalAddress())))
          .isInstanceOf(ConnectException.class);
      assertThat(channel.isOpen()).isFalse();
      assertThat(channel.isConnected()).isFalse();
    }
  }

  @Test
  default void aNonBlockingConnectToNobodyIsRefusedNowOrLater() throws Exception {
    try (var nobody = openSocket().bind(freshAddress());
        var channel = openSocket()) {
      channel.configureBlocking(false);
      assertThatThrownBy(
              () -> {
                channel.connect(nobody.getLocalAddress());
                finish(channel);
              })
          .isInstanceOf(ConnectException.class);
      assertThat(channel.isOpen()).isFalse();
    }
  }

  private static void finish(SocketChannel channel) throws IOException {
    while (!channel.finishConnect()) {
      Thread.onSpinWait();
    }
  }

  @Test
  default void connectingToAMissingFileFailsAndCloses() throws Exception {
    assumeUnix();
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.connect(UnixDomainSocketAddress.of(freshPath())))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ClosedChannelException.class);
      assertThat(channel.isOpen()).isFalse();
    }
  }

  @Test
  default void connectingToAnUnnamedSocketFails() throws Exception {
    assumeUnix();
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.connect(UnixDomainSocketAddress.of("")))
          .isInstanceOf(IOException.class);
      assertThat(channel.isOpen()).isFalse();
    }
  }

  @Test
  default void aNonBlockingConnectIsFinishedLater() throws Exception {
    try (var server = listen();
        var channel = openSocket()) {
      channel.configureBlocking(false);
      boolean atOnce = channel.connect(server.getLocalAddress());
      assertThat(channel.isConnected()).isEqualTo(atOnce);
      assertThat(channel.isConnectionPending()).isEqualTo(!atOnce);
      finish(channel);
      assertThat(channel.isConnected()).isTrue();
      assertThat(channel.isConnectionPending()).isFalse();
    }
  }

  @Test
  default void aPendingConnectCanBeFinishedInBlockingMode() throws Exception {
    try (var server = listen();
        var channel = openSocket()) {
      channel.configureBlocking(false);
      channel.connect(server.getLocalAddress());
      channel.configureBlocking(true);
      assertThat(channel.finishConnect()).isTrue();
      try (var far = server.accept()) {
        assertRoundTrip(new ChannelPair(channel, far));
      }
    }
  }

  @Test
  default void aPendingChannelIsNotConnected() throws Exception {
    try (var queue = fullQueue();
        var channel = pending(queue)) {
      assertThat(channel.isConnectionPending()).isTrue();
      assertThat(channel.isConnected()).isFalse();
      assertThat(channel.finishConnect()).isFalse();
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  default void aPendingChannelDoesNotConnectAgain() throws Exception {
    try (var queue = fullQueue();
        var channel = pending(queue)) {
      assertThatThrownBy(() -> channel.connect(queue.address()))
          .isInstanceOf(ConnectionPendingException.class);
      assertThat(channel.isConnectionPending()).isTrue();
    }
  }

  @Test
  default void aPendingChannelDoesNotBind() throws Exception {
    try (var queue = fullQueue();
        var channel = pending(queue)) {
      assertThatThrownBy(() -> channel.bind(freshAddress()))
          .isInstanceOf(ConnectionPendingException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"READ", "SCATTER", "WRITE", "GATHER", "SHUTDOWN_INPUT", "SHUTDOWN_OUTPUT"})
  default void aPendingChannelRefuses(SocketCall call) throws Exception {
    try (var queue = fullQueue();
        var channel = pending(queue)) {
      assertThatThrownBy(() -> call.on(channel, queue.address()))
          .isInstanceOf(NotYetConnectedException.class);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  default void closingAPendingChannelEndsThePending() throws Exception {
    try (var queue = fullQueue();
        var channel = pending(queue)) {
      closeNow(channel);
      assertThat(channel.isConnectionPending()).isFalse();
      assertClosedBefore(channel::finishConnect);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closeEndsABlockedConnect(ThreadKind kind) throws Exception {
    try (var queue = fullQueue();
        var channel = openSocket()) {
      SocketAddress address = queue.address();
      var task = startBlocked(kind, () -> channel.connect(address));
      closeNow(channel);
      assertClosedMeanwhile(task);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfABlockedConnectCloses(ThreadKind kind) throws Exception {
    try (var queue = fullQueue();
        var channel = openSocket()) {
      SocketAddress address = queue.address();
      var task = startBlocked(kind, () -> channel.connect(address));
      task.interrupt();
      assertClosedByInterrupt(task, channel);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptBeforeConnectCloses(ThreadKind kind) throws Exception {
    try (var server = listen();
        var channel = openSocket()) {
      SocketAddress address = server.getLocalAddress();
      var task = startInterrupted(kind, () -> channel.connect(address));
      assertClosedByInterrupt(task, channel);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closeEndsABlockedFinishConnect(ThreadKind kind) throws Exception {
    try (var queue = fullQueue();
        var channel = pending(queue)) {
      channel.configureBlocking(true);
      var task = startBlocked(kind, channel::finishConnect);
      closeNow(channel);
      assertClosedMeanwhile(task);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfABlockedFinishConnectCloses(ThreadKind kind) throws Exception {
    try (var queue = fullQueue();
        var channel = pending(queue)) {
      channel.configureBlocking(true);
      var task = startBlocked(kind, channel::finishConnect);
      task.interrupt();
      assertClosedByInterrupt(task, channel);
    }
  }

  @Test
  default void aReadDuringConnectWaitsForIt() throws Exception {
    try (var queue = fullQueue();
        var channel = openSocket()) {
      SocketAddress address = queue.address();
      var connect = startBlocked(ThreadKind.VIRTUAL, () -> channel.connect(address));
      var read = startBlockedRead(ThreadKind.VIRTUAL, channel);
      closeNow(channel);
      assertClosedMeanwhile(connect);
      read.assertFailure().isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  default void connectingToEveryAddressConnectsHere() throws Exception {
    assumeInternet();
    try (var server = openServer().bind(new InetSocketAddress(0));
        var channel = openSocket()) {
      var wildcard = (InetSocketAddress) server.getLocalAddress();
      assertThat(wildcard.getAddress().isAnyLocalAddress()).isTrue();
      assertThat(channel.connect(wildcard)).isTrue();
      assertThat(channel.isConnected()).isTrue();
    }
  }

  @Test
  default void aChannelOfBothFamiliesTellsPlainAddressesOfTheOldOne() throws Exception {
    assumeThat(transport()).isIn(Transport.TCP, Transport.TCP4);
    try (var pair = pair()) {
      var local = (InetSocketAddress) pair.near().getLocalAddress();
      assertThat(local.getAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
    }
  }

  @Test
  default void manyConnectAtOnce() throws Exception {
    try (var server = openServer().bind(freshAddress(), 100)) {
      int count = 50;
      var clients = new SocketChannel[count];
      try {
        for (int i = 0; i < count; i++) {
          clients[i] = openSocket();
          clients[i].configureBlocking(false);
          clients[i].connect(server.getLocalAddress());
        }
        for (var client : clients) {
          Await.until("connected", () -> hasFinished(client));
          server.accept().close();
        }
      } finally {
        for (var client : clients) {
          client.close();
        }
      }
    }
  }

  private static boolean hasFinished(SocketChannel channel) {
    try {
      return channel.finishConnect();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
