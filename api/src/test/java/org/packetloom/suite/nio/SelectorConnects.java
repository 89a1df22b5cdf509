// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** What a {@link java.nio.channels.Selector} tells of channels that connect. */
public interface SelectorConnects extends SelectorRow {
  @Test
  default void aPendingConnectGetsReady() throws Exception {
    try (var selector = openSelector();
        var server = listenNonBlocking();
        var client = provider().openSocketChannel()) {
      client.configureBlocking(false);
      if (!client.connect(server.getLocalAddress())) {
        SelectionKey key = client.register(selector, SelectionKey.OP_CONNECT);
        assertSelects(selector, key, SelectionKey.OP_CONNECT);
        assertThat(key.isConnectable()).isTrue();
        assertThat(client.finishConnect()).isTrue();
      }
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  default void aConnectThatStaysPendingIsNotReady() throws Exception {
    try (var selector = openSelector();
        var queue = new FullQueue("127.0.0.1");
        var client = provider().openSocketChannel()) {
      client.configureBlocking(false);
      assertThat(client.connect(queue.address())).isFalse();
      client.register(selector, SelectionKey.OP_CONNECT);
      assertSelectsNothing(selector);
    }
  }

  @Test
  default void aRefusedConnectGetsReadyToFail() throws Exception {
    try (var selector = openSelector();
        var nobody = provider().openSocketChannel();
        var client = provider().openSocketChannel()) {
      nobody.bind(new InetSocketAddress("127.0.0.1", 0));
      client.configureBlocking(false);
      assertThatThrownBy(() -> connectBySelector(selector, client, nobody.getLocalAddress()))
          .isInstanceOf(ConnectException.class);
      assertThat(client.isOpen()).isFalse();
    }
  }

  @Test
  default void aConnectRegisteredBeforeItStartedGetsReady() throws Exception {
    try (var selector = openSelector();
        var server = listenNonBlocking();
        var client = provider().openSocketChannel()) {
      client.configureBlocking(false);
      SelectionKey key = client.register(selector, 0);
      selector.selectNow();
      if (!client.connect(server.getLocalAddress())) {
        key.interestOps(SelectionKey.OP_CONNECT);
        assertSelects(selector, key, SelectionKey.OP_CONNECT);
        assertThat(client.finishConnect()).isTrue();
      }
      key.interestOps(SelectionKey.OP_READ);
      assertSelectsNothing(selector);
      try (var far = server.accept()) {
        far.write(ByteBuffer.allocate(1));
        assertSelects(selector, key, SelectionKey.OP_READ);
      }
    }
  }

  @Test
  default void aConnectedChannelIsReadyToWrite() throws Exception {
    try (var selector = openSelector();
        var pair = tcpPair()) {
      SelectionKey key =
          pair.near().register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      assertSelects(selector, key, SelectionKey.OP_WRITE);
    }
  }

  @Test
  default void aConnectedChannelIsReadyForBoth() throws Exception {
    try (var selector = openSelector();
        var pair = tcpPair()) {
      pair.far().write(ByteBuffer.allocate(1));
      SelectionKey reading = registerForReading(selector, pair.near());
      assertSelects(selector, reading, SelectionKey.OP_READ);
      reading.interestOpsOr(SelectionKey.OP_WRITE);
      assertSelects(selector, reading, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  private void connectBySelector(
      java.nio.channels.Selector selector, SocketChannel client, SocketAddress address)
      throws IOException {
    client.connect(address);
    SelectionKey key = client.register(selector, SelectionKey.OP_CONNECT);
    assertSelects(selector, key, SelectionKey.OP_CONNECT);
    client.finishConnect();
  }
}
