// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A TCP address of this machine that nobody can connect to: its queue is full. */
public final class BlackHole implements AutoCloseable {
  private static final int MOST = 100;

  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final List<SocketChannel> queued = new ArrayList<>();

  public BlackHole() throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
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

  /** Where to connect to in vain. */
  public String uri() {
    return "tcp4://127.0.0.1:" + server.socket().getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : queued) {
      channel.close();
    }
    server.close();
  }
}
