// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A port that nobody answers at: the listener's queue is full. */
final class BlackHole implements AutoCloseable {
  /** More than the queue holds. */
  private static final int CONNECTIONS = 6;

  private final ServerSocket listener;
  private final List<SocketChannel> waiting = new ArrayList<>();

  private BlackHole(ServerSocket listener) {
    this.listener = listener;
  }

  static BlackHole open() throws IOException {
    BlackHole hole = new BlackHole(new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")));
    for (int i = 0; i < CONNECTIONS; i++) {
      SocketChannel channel = SocketChannel.open();
      hole.waiting.add(channel);
      channel.configureBlocking(false);
      channel.connect(new InetSocketAddress(hole.listener.getInetAddress(), hole.port()));
    }
    return hole;
  }

  /** One that accepts and never says a word. */
  static BlackHole silent() throws IOException {
    return new BlackHole(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")));
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel each : waiting) {
      each.close();
    }
    listener.close();
  }
}
