// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Two channels of the JDK, connected over the loopback interface.
 *
 * @param first one end
 * @param second the other
 */
record JdkPair(SocketChannel first, SocketChannel second) implements AutoCloseable {
  static JdkPair open() throws IOException {
    try (ServerSocketChannel listener = listener()) {
      return open(listener);
    }
  }

  /** Many pairs are made faster with one listener. */
  static JdkPair open(ServerSocketChannel listener) throws IOException {
    SocketChannel first = SocketChannel.open(listener.getLocalAddress());
    try {
      return new JdkPair(first, listener.accept());
    } catch (IOException e) {
      try (first) {
        throw e;
      }
    }
  }

  static ServerSocketChannel listener() throws IOException {
    return ServerSocketChannel.open()
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @Override
  public void close() throws IOException {
    try (second) {
      first.close();
    }
  }
}
