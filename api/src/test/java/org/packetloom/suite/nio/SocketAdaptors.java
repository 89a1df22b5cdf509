// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Seed;

/** The sockets of socket channels. */
public interface SocketAdaptors extends StreamChannelRow {
  @Test
  default void aUnixChannelHasNoSocket() throws Exception {
    assumeUnix();
    try (var channel = openSocket()) {
      assertThatThrownBy(channel::socket).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  default void aChannelHasOneSocket() throws Exception {
    assumeInternet();
    try (var channel = openSocket()) {
      assertThat(channel.socket()).isNotNull().isSameAs(channel.socket());
      assertThat(channel.socket().getChannel()).isSameAs(channel);
    }
  }

  @Test
  default void theSocketOfANewChannelIsNotConnected() throws Exception {
    assumeInternet();
    try (var channel = openSocket()) {
      var socket = channel.socket();
      assertThat(socket.isConnected()).isFalse();
      assertThat(socket.isBound()).isFalse();
      assertThat(socket.isClosed()).isFalse();
      assertThat(socket.getInetAddress()).isNull();
      assertThat(socket.getPort()).isZero();
      assertThat(socket.getLocalPort()).isEqualTo(-1);
      assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
      assertThat(socket.getRemoteSocketAddress()).isNull();
      assertThat(socket.getLocalSocketAddress()).isNull();
    }
  }

  @Test
  default void theSocketTellsTheAddressesOfItsChannel() throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      var socket = pair.near().socket();
      var local = (InetSocketAddress) pair.near().getLocalAddress();
      var remote = (InetSocketAddress) pair.near().getRemoteAddress();
      assertThat(socket.isConnected()).isTrue();
      assertThat(socket.isBound()).isTrue();
      assertThat(socket.getLocalSocketAddress()).isEqualTo(local);
      assertThat(socket.getRemoteSocketAddress()).isEqualTo(remote);
      assertThat(socket.getPort()).isEqualTo(remote.getPort());
      assertThat(socket.getInetAddress()).isEqualTo(remote.getAddress());
      assertThat(socket.getLocalPort()).isEqualTo(local.getPort());
      assertThat(socket.getLocalAddress()).isEqualTo(local.getAddress());
    }
  }

  @Test
  default void theStreamsOfTheSocketNeedAConnection() throws Exception {
    assumeInternet();
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.socket().getInputStream())
          .isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> channel.socket().getOutputStream())
          .isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> channel.socket().shutdownInput())
          .isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> channel.socket().shutdownOutput())
          .isInstanceOf(SocketException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void theStreamsOfTheSocketMoveEverything(ThreadKind kind) throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      byte[] sent = Seed.bytes(moreThanBuffers() / 4);
      var writer =
          startIn(
              kind,
              () -> {
                pair.near().socket().getOutputStream().write(sent);
                pair.near().socket().shutdownOutput();
                return 0;
              });
      assertThat(pair.far().socket().getInputStream().readAllBytes()).isEqualTo(sent);
      writer.result();
    }
  }

  @Test
  default void theStreamsOfTheSocketWorkInBlockingModeOnly() throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      var in = pair.near().socket().getInputStream();
      var out = pair.near().socket().getOutputStream();
      pair.near().configureBlocking(false);
      assertThatThrownBy(in::read).isInstanceOf(IllegalBlockingModeException.class);
      assertThatThrownBy(() -> out.write(1)).isInstanceOf(IllegalBlockingModeException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aReadOfTheSocketEndsAtItsTimeout(ThreadKind kind) throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      var socket = pair.near().socket();
      socket.setSoTimeout(20);
      assertThat(socket.getSoTimeout()).isEqualTo(20);
      var in = socket.getInputStream();
      for (int i = 0; i < 2; i++) {
        startIn(kind, in::read).assertFailure().isInstanceOf(SocketTimeoutException.class);
      }
      assertThat(pair.near().isOpen()).isTrue();
      pair.far().write(ByteBuffer.wrap(new byte[] {5}));
      assertThat(startIn(kind, in::read).result()).isEqualTo(5);
      socket.setSoTimeout(0);
      assertRoundTrip(pair);
    }
  }

  @Test
  default void aTimeoutDoesNotMatterToTheChannel() throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      pair.near().socket().setSoTimeout(1);
      var read = startBlockedRead(ThreadKind.VIRTUAL, pair.near());
      pair.far().write(ByteBuffer.allocate(1));
      assertThat(read.result()).isEqualTo(1);
    }
  }

  @Test
  default void aNegativeTimeoutOfTheSocketIsRefused() throws Exception {
    assumeInternet();
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.socket().setSoTimeout(-1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void theSocketTellsHowMuchIsThere() throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      var in = pair.near().socket().getInputStream();
      pair.far().write(ByteBuffer.allocate(9));
      org.packetloom.suite.Await.until("bytes", () -> available(in) == 9);
    }
  }

  private static int available(java.io.InputStream in) {
    try {
      return in.available();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void closingTheSocketClosesTheChannel() throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      pair.near().socket().close();
      assertThat(pair.near().isOpen()).isFalse();
      assertThat(pair.near().socket().isClosed()).isTrue();
      pair.far().socket().getOutputStream().close();
      assertThat(pair.far().isOpen()).isFalse();
    }
  }

  @Test
  default void closingTheChannelClosesTheSocket() throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      var socket = pair.near().socket();
      pair.near().close();
      assertThat(socket.isClosed()).isTrue();
      assertThatThrownBy(socket::getInputStream).isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> socket.setTcpNoDelay(true)).isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> socket.setSoTimeout(1)).isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> socket.connect(new InetSocketAddress("127.0.0.1", 1)))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> socket.bind(null)).isInstanceOf(IOException.class);
      socket.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closeEndsABlockedReadOfTheSocket(ThreadKind kind) throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      var in = pair.near().socket().getInputStream();
      var read = startBlocked(kind, in::read);
      pair.near().socket().close();
      read.assertFailure().isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfABlockedReadOfTheSocketCloses(ThreadKind kind) throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      var in = pair.near().socket().getInputStream();
      var read = startBlocked(kind, in::read);
      read.interrupt();
      assertClosedByInterrupt(read, pair.near());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfATimedReadOfTheSocketCloses(ThreadKind kind) throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      pair.near().socket().setSoTimeout(60_000);
      var in = pair.near().socket().getInputStream();
      var read = startBlocked(kind, in::read);
      read.interrupt();
      assertClosedByInterrupt(read, pair.near());
    }
  }

  @Test
  default void halfCloseOfTheSocketIsThatOfTheChannel() throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      var socket = pair.near().socket();
      assertThat(socket.isInputShutdown()).isFalse();
      assertThat(socket.isOutputShutdown()).isFalse();
      pair.near().shutdownOutput();
      assertThat(socket.isOutputShutdown()).isTrue();
      assertThatThrownBy(socket::getOutputStream).isInstanceOf(SocketException.class);
      socket.shutdownInput();
      assertThat(socket.isInputShutdown()).isTrue();
      assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThatThrownBy(() -> pair.near().write(ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  default void theOptionsOfTheSocketAreThoseOfTheChannel() throws Exception {
    assumeInternet();
    try (var channel = openSocket()) {
      var socket = channel.socket();
      socket.setTcpNoDelay(true);
      assertThat(channel.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
      assertThat(socket.getTcpNoDelay()).isTrue();
      socket.setKeepAlive(true);
      assertThat(channel.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
      assertThat(socket.getKeepAlive()).isTrue();
      socket.setReuseAddress(true);
      assertThat(socket.getReuseAddress()).isTrue();
      socket.setSoLinger(true, 2);
      assertThat(socket.getSoLinger()).isEqualTo(2);
      socket.setSoLinger(false, 0);
      assertThat(socket.getSoLinger()).isEqualTo(-1);
      socket.setSendBufferSize(30_000);
      assertThat(socket.getSendBufferSize()).isGreaterThanOrEqualTo(30_000);
      socket.setReceiveBufferSize(30_000);
      assertThat(socket.getReceiveBufferSize()).isGreaterThanOrEqualTo(30_000);
      socket.setOOBInline(true);
      assertThat(socket.getOOBInline()).isTrue();
      socket.setTrafficClass(8);
      assertThat(socket.supportedOptions()).contains(StandardSocketOptions.TCP_NODELAY);
      socket.setOption(StandardSocketOptions.TCP_NODELAY, false);
      assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
    }
  }

  @Test
  default void wrongValuesOfOptionsOfTheSocketAreRefused() throws Exception {
    assumeInternet();
    try (var channel = openSocket()) {
      var socket = channel.socket();
      assertThatThrownBy(() -> socket.setSendBufferSize(0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> socket.setReceiveBufferSize(-1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> socket.setTrafficClass(256))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void urgentBytesArriveInline() throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      pair.far().socket().setOOBInline(true);
      pair.near().socket().sendUrgentData(7);
      assertThat(readBytes(pair.far(), 1)).containsExactly(7);
    }
  }

  @Test
  default void theTextOfTheSocketNamesItsPeer() throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      var remote = (InetSocketAddress) pair.near().getRemoteAddress();
      assertThat(pair.near().socket().toString()).contains(Integer.toString(remote.getPort()));
    }
  }

  @Test
  default void theSocketOfAnAcceptedChannelWorks() throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      pair.far().socket().getOutputStream().write(3);
      assertThat(pair.near().socket().getInputStream().read()).isEqualTo(3);
      InetAddress peer = pair.far().socket().getInetAddress();
      assertThat(peer.isLoopbackAddress()).isTrue();
    }
  }
}
