// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** An address to which nobody can connect: its queue is full. */
final class BlackHole implements AutoCloseable {
  private static final int MOST = 100;

  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final List<SocketChannel> queued = new ArrayList<>();

  /** One at an address of the loopback interface. */
  BlackHole(String host, int port) throws IOException {
    server.bind(new InetSocketAddress(host, port), 1);
    while (connect()) {
      if (queued.size() == MOST) {
        throw new AssertionError("never full");
      }
    }
  }

  /** Whether there was still room; over loopback that is known at once. */
  private boolean connect() throws IOException {
    SocketChannel channel = SocketChannel.open();
    queued.add(channel);
    channel.configureBlocking(false);
    return channel.connect(server.getLocalAddress()) || channel.finishConnect();
  }

  int port() {
    return server.socket().getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : queued) {
      channel.close();
    }
    server.close();
  }
}
