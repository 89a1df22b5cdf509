// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.Set;
import org.packetloom.suite.Task;

/** What the suites of selectors need: selectors, and channels that get ready when told to. */
public interface SelectorRow extends ChannelRow {
  default Selector openSelector() throws IOException {
    return provider().openSelector();
  }

  /** A pipe whose ends do not wait. */
  default OpenPipe openNonBlockingPipe() throws IOException {
    OpenPipe pipe = new OpenPipe(provider().openPipe());
    pipe.source().configureBlocking(false);
    pipe.sink().configureBlocking(false);
    return pipe;
  }

  /** A server that does not wait. */
  default ServerSocketChannel listenNonBlocking() throws IOException {
    ServerSocketChannel server = provider().openServerSocketChannel();
    server.bind(new InetSocketAddress("127.0.0.1", 0));
    server.configureBlocking(false);
    return server;
  }

  /** Two connected channels of TCP that do not wait. */
  default ChannelPair tcpPair() throws IOException {
    try (var server = provider().openServerSocketChannel()) {
      server.bind(new InetSocketAddress("127.0.0.1", 0));
      var near = provider().openSocketChannel();
      near.connect(server.getLocalAddress());
      var far = server.accept();
      near.configureBlocking(false);
      far.configureBlocking(false);
      return new ChannelPair(near, far);
    }
  }

  /** Makes a pipe's source readable. */
  default void writeTo(OpenPipe pipe) throws IOException {
    assertThat(pipe.sink().write(ByteBuffer.allocate(1))).isEqualTo(1);
  }

  /** Registers for reading. */
  default SelectionKey registerForReading(Selector selector, SelectableChannel channel)
      throws IOException {
    return channel.register(selector, SelectionKey.OP_READ);
  }

  /** Starts a select that must wait. */
  default Task<Integer> startBlockedSelect(ThreadKind kind, Selector selector) {
    return startBlocked(kind, selector::select);
  }

  /** Selects, and checks that exactly this key got ready for exactly these operations. */
  default void assertSelects(Selector selector, SelectionKey key, int operations)
      throws IOException {
    selector.selectedKeys().clear();
    assertThat(selector.select()).isEqualTo(1);
    assertThat(selector.selectedKeys()).isEqualTo(Set.of(key));
    assertThat(key.readyOps()).isEqualTo(operations);
    selector.selectedKeys().clear();
  }

  /** Checks that nothing is ready. */
  default void assertSelectsNothing(Selector selector) throws IOException {
    selector.selectedKeys().clear();
    assertThat(selector.selectNow()).isZero();
    assertThat(selector.selectedKeys()).isEmpty();
  }
}
