// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.packetloom.suite.VacantPort;

/** For what each kind of channel gets ready, and when. */
public interface SelectorReadiness extends SelectorRow {
  /** A path of no file. */
  Path freshPath();

  @Test
  default void aSourceIsReadyWithBytes() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      assertSelectsNothing(selector);
      writeTo(pipe);
      assertSelects(selector, key, SelectionKey.OP_READ);
      assertThat(key.isReadable()).isTrue();
      assertThat(key.isWritable()).isFalse();
      assertThat(key.isConnectable()).isFalse();
      assertThat(key.isAcceptable()).isFalse();
    }
  }

  @Test
  default void aSourceIsReadyAsLongAsBytesAreLeft() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      writeTo(pipe);
      writeTo(pipe);
      for (int i = 0; i < 3; i++) {
        assertSelects(selector, key, SelectionKey.OP_READ);
      }
      assertThat(pipe.source().read(ByteBuffer.allocate(1))).isEqualTo(1);
      assertSelects(selector, key, SelectionKey.OP_READ);
      assertThat(pipe.source().read(ByteBuffer.allocate(1))).isEqualTo(1);
      assertSelectsNothing(selector);
    }
  }

  @Test
  default void aSourceWithBytesBeforeItsRegistrationIsReady() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      writeTo(pipe);
      assertSelects(selector, registerForReading(selector, pipe.source()), SelectionKey.OP_READ);
    }
  }

  @Test
  default void aSourceIsReadyAtTheEnd() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      pipe.sink().close();
      assertSelects(selector, key, SelectionKey.OP_READ);
      assertThat(pipe.source().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertSelects(selector, key, SelectionKey.OP_READ);
    }
  }

  @Test
  default void aSinkIsReadyUntilItIsFull() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = pipe.sink().register(selector, SelectionKey.OP_WRITE);
      assertSelects(selector, key, SelectionKey.OP_WRITE);
      assertSelects(selector, key, SelectionKey.OP_WRITE);
      int filled = 0;
      for (int n = 1; n > 0; filled += n) {
        n = pipe.sink().write(ByteBuffer.allocate(4096));
      }
      assertSelectsNothing(selector);
      ByteBuffer drained = ByteBuffer.allocate(filled);
      while (drained.hasRemaining()) {
        pipe.source().read(drained);
      }
      assertSelects(selector, key, SelectionKey.OP_WRITE);
    }
  }

  @Test
  default void aSinkIsReadyToFailWithoutSource() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = pipe.sink().register(selector, SelectionKey.OP_WRITE);
      pipe.source().close();
      assertSelects(selector, key, SelectionKey.OP_WRITE);
      assertThatThrownBy(() -> pipe.sink().write(ByteBuffer.allocate(1)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  default void aServerIsReadyWhenSomebodyConnects() throws Exception {
    try (var selector = openSelector();
        var server = listenNonBlocking();
        var client = provider().openSocketChannel()) {
      SelectionKey key = server.register(selector, SelectionKey.OP_ACCEPT);
      assertSelectsNothing(selector);
      client.connect(server.getLocalAddress());
      assertSelects(selector, key, SelectionKey.OP_ACCEPT);
      assertThat(key.isAcceptable()).isTrue();
      assertThat(key.isReadable()).isFalse();
      assertSelects(selector, key, SelectionKey.OP_ACCEPT);
      server.accept().close();
      assertSelectsNothing(selector);
    }
  }

  @Test
  default void aServerIsReadyAsLongAsSomebodyWaits() throws Exception {
    try (var selector = openSelector();
        var server = listenNonBlocking();
        var one = provider().openSocketChannel();
        var two = provider().openSocketChannel()) {
      SelectionKey key = server.register(selector, SelectionKey.OP_ACCEPT);
      one.connect(server.getLocalAddress());
      two.connect(server.getLocalAddress());
      assertSelects(selector, key, SelectionKey.OP_ACCEPT);
      server.accept().close();
      assertSelects(selector, key, SelectionKey.OP_ACCEPT);
      server.accept().close();
      assertSelectsNothing(selector);
    }
  }

  @Test
  default void aServerOfUnixIsReadyWhenSomebodyConnects() throws Exception {
    SocketAddress address = UnixDomainSocketAddress.of(freshPath());
    try (var selector = openSelector();
        var server = provider().openServerSocketChannel(StandardProtocolFamily.UNIX);
        var client = provider().openSocketChannel(StandardProtocolFamily.UNIX)) {
      server.bind(address).configureBlocking(false);
      SelectionKey key = server.register(selector, SelectionKey.OP_ACCEPT);
      assertSelectsNothing(selector);
      client.connect(address);
      assertSelects(selector, key, SelectionKey.OP_ACCEPT);
      try (var accepted = server.accept()) {
        accepted.configureBlocking(false);
        SelectionKey reading = registerForReading(selector, accepted);
        assertSelectsNothing(selector);
        client.write(ByteBuffer.allocate(1));
        assertSelects(selector, reading, SelectionKey.OP_READ);
      }
    }
  }

  @Test
  default void aFullChannelIsReadyOnceThePeerHasRead() throws Exception {
    try (var selector = openSelector();
        var pair = tcpPair()) {
      SelectionKey key = pair.near().register(selector, SelectionKey.OP_WRITE);
      long filled = 0;
      while (selector.selectNow() > 0) {
        filled += pair.near().write(ByteBuffer.allocate(1 << 16));
        selector.selectedKeys().clear();
      }
      pair.far().configureBlocking(true);
      long toRead = filled;
      var reader = start(() -> readBytes(pair.far(), (int) toRead).length);
      assertSelects(selector, key, SelectionKey.OP_WRITE);
      reader.result();
    }
  }

  @Test
  default void aChannelIsReadyToReadAtTheEnd() throws Exception {
    try (var selector = openSelector();
        var pair = tcpPair()) {
      SelectionKey key = registerForReading(selector, pair.near());
      pair.far().shutdownOutput();
      assertSelects(selector, key, SelectionKey.OP_READ);
      assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertSelects(selector, key, SelectionKey.OP_READ);
    }
  }

  @Test
  default void aChannelIsReadyToReadAfterItsInputWasShutDown() throws Exception {
    try (var selector = openSelector();
        var pair = tcpPair()) {
      SelectionKey key = registerForReading(selector, pair.near());
      pair.near().shutdownInput();
      assertSelects(selector, key, SelectionKey.OP_READ);
      assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  default void aResetChannelIsReadyForBoth() throws Exception {
    try (var selector = openSelector();
        var pair = tcpPair()) {
      SelectionKey key =
          pair.near().register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      pair.far().setOption(StandardSocketOptions.SO_LINGER, 0);
      pair.far().configureBlocking(true);
      pair.far().close();
      key.interestOps(SelectionKey.OP_READ);
      assertSelects(selector, key, SelectionKey.OP_READ);
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      assertSelects(selector, key, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      assertThatThrownBy(() -> pair.near().read(ByteBuffer.allocate(1)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  default void aDatagramChannelIsReadyToWriteAndWithADatagramToRead() throws Exception {
    try (var selector = openSelector();
        var channel = provider().openDatagramChannel()) {
      channel.bind(new InetSocketAddress("127.0.0.1", 0)).configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      assertSelects(selector, key, SelectionKey.OP_WRITE);
      key.interestOps(SelectionKey.OP_READ);
      assertSelectsNothing(selector);
      channel.send(ByteBuffer.allocate(1), channel.getLocalAddress());
      assertSelects(selector, key, SelectionKey.OP_READ);
      assertThat(channel.receive(ByteBuffer.allocate(1))).isNotNull();
      assertSelectsNothing(selector);
    }
  }

  @Test
  default void aDatagramWithoutBytesIsReadyToo() throws Exception {
    try (var selector = openSelector();
        var channel = provider().openDatagramChannel()) {
      channel.bind(new InetSocketAddress("127.0.0.1", 0)).configureBlocking(false);
      SelectionKey key = registerForReading(selector, channel);
      channel.send(ByteBuffer.allocate(0), channel.getLocalAddress());
      assertSelects(selector, key, SelectionKey.OP_READ);
      assertThat(channel.receive(ByteBuffer.allocate(1))).isNotNull();
      assertSelectsNothing(selector);
    }
  }

  @Test
  default void nothingIsReadyWithoutInterest() throws Exception {
    try (var selector = openSelector();
        var pair = tcpPair()) {
      pair.far().write(ByteBuffer.allocate(1));
      SelectionKey key = pair.near().register(selector, 0);
      assertSelectsNothing(selector);
      key.interestOps(SelectionKey.OP_READ);
      assertSelects(selector, key, SelectionKey.OP_READ);
      key.interestOps(0);
      assertSelectsNothing(selector);
      key.interestOps(SelectionKey.OP_READ);
      assertSelects(selector, key, SelectionKey.OP_READ);
    }
  }

  @Test
  default void aPeerSeesTheEndWhenARegisteredChannelCloses() throws Exception {
    try (var selector = openSelector();
        var pair = tcpPair()) {
      registerForReading(selector, pair.near());
      selector.selectNow();
      pair.near().close();
      pair.far().configureBlocking(true);
      assertThat(pair.far().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      selector.selectNow();
    }
  }

  @Test
  default void aServerThatClosedWhileRegisteredIsGoneAfterASelection() throws Exception {
    try (var selector = openSelector();
        var client = provider().openSocketChannel()) {
      var server = listenNonBlocking();
      server.register(selector, SelectionKey.OP_ACCEPT);
      selector.selectNow();
      var address = server.getLocalAddress();
      server.close();
      selector.selectNow();
      assertThatThrownBy(() -> client.connect(address)).isInstanceOf(ConnectException.class);
      listenAt(address).close();
    }
  }

  private java.nio.channels.ServerSocketChannel listenAt(SocketAddress address) throws IOException {
    return provider().openServerSocketChannel().bind(address);
  }

  @Test
  default void aDatagramChannelThatClosedWhileRegisteredIsGoneAfterASelection() throws Exception {
    try (var selector = openSelector()) {
      var channel = provider().openDatagramChannel();
      channel.bind(new InetSocketAddress("127.0.0.1", 0)).configureBlocking(false);
      registerForReading(selector, channel);
      selector.selectNow();
      var address = channel.getLocalAddress();
      channel.close();
      selector.selectNow();
      provider().openDatagramChannel().bind(address).close();
    }
  }

  @Test
  default void aPeerThatIsNotThereMakesADatagramChannelReadyToFail() throws Exception {
    try (var selector = openSelector();
        var channel = provider().openDatagramChannel()) {
      channel.connect(VacantPort.like(new InetSocketAddress("127.0.0.1", 0)));
      channel.configureBlocking(false);
      SelectionKey key = registerForReading(selector, channel);
      assertSelectsNothing(selector);
      channel.write(ByteBuffer.allocate(1));
      assertSelects(selector, key, SelectionKey.OP_READ);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
          .isInstanceOf(PortUnreachableException.class);
      assertSelectsNothing(selector);
    }
  }

  @Test
  default void aDatagramChannelStaysReadyForItsPeerAcrossConnects() throws Exception {
    try (var selector = openSelector();
        var peer = provider().openDatagramChannel();
        var channel = provider().openDatagramChannel()) {
      peer.bind(new InetSocketAddress("127.0.0.1", 0));
      channel.bind(new InetSocketAddress("127.0.0.1", 0)).configureBlocking(false);
      SelectionKey key = registerForReading(selector, channel);
      channel.connect(peer.getLocalAddress());
      peer.send(ByteBuffer.allocate(1), channel.getLocalAddress());
      assertSelects(selector, key, SelectionKey.OP_READ);
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(1);
      channel.disconnect();
      assertSelectsNothing(selector);
      peer.send(ByteBuffer.allocate(1), channel.getLocalAddress());
      assertSelects(selector, key, SelectionKey.OP_READ);
      assertThat(channel.receive(ByteBuffer.allocate(1))).isEqualTo(peer.getLocalAddress());
    }
  }

  @Test
  default void unixChannelsAreReadyAsThoseOfTheInternet() throws Exception {
    SocketAddress address = UnixDomainSocketAddress.of(freshPath());
    try (var selector = openSelector();
        var server = provider().openServerSocketChannel(StandardProtocolFamily.UNIX).bind(address);
        var near = provider().openSocketChannel(StandardProtocolFamily.UNIX)) {
      near.connect(address);
      try (var far = server.accept()) {
        near.configureBlocking(false);
        SelectionKey key = near.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        assertSelects(selector, key, SelectionKey.OP_WRITE);
        far.write(ByteBuffer.allocate(1));
        assertSelects(selector, key, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        key.interestOps(SelectionKey.OP_READ);
        assertThat(near.read(ByteBuffer.allocate(9))).isEqualTo(1);
        assertSelectsNothing(selector);
        closeNow(far);
        assertSelects(selector, key, SelectionKey.OP_READ);
        assertThat(near.read(ByteBuffer.allocate(9))).isEqualTo(-1);
      }
    }
  }
}
