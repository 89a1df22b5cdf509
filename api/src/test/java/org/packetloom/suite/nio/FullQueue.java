// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A TCP address of this machine at which a connection stays pending: its queue is full. */
final class FullQueue implements AutoCloseable {
  private static final int MOST = 100;

  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final List<SocketChannel> queued = new ArrayList<>();

  FullQueue(String host) throws IOException {
    server.bind(new InetSocketAddress(host, 0), 1);
    while (connectOne()) {
      if (queued.size() == MOST) {
        throw new AssertionError("never full");
      }
    }
  }

  /** Whether there was still room; over loopback that is known at once. */
  private boolean connectOne() throws IOException {
    SocketChannel channel = SocketChannel.open();
    queued.add(channel);
    channel.configureBlocking(false);
    return channel.connect(server.getLocalAddress()) || channel.finishConnect();
  }

  /** Where to connect to in vain. */
  SocketAddress address() throws IOException {
    return server.getLocalAddress();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : queued) {
      channel.close();
    }
    server.close();
  }
}
