// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A listener that nobody can connect to, as its queue is full: connecting waits for good. */
final class FullQueue implements AutoCloseable {
  private static final int MOST = 100;

  private final ServerSocketChannel server;
  private final List<SocketChannel> queued = new ArrayList<>();

  /** At a vacant address of this kind. */
  FullQueue(SocketAddress vacant) throws IOException {
    server =
        vacant instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    server.bind(vacant, 1);
    while (connect()) {
      if (queued.size() == MOST) {
        throw new AssertionError("never full");
      }
    }
  }

  /** Whether there was still room; on this machine that is known at once. */
  private boolean connect() throws IOException {
    SocketAddress address = server.getLocalAddress();
    return address instanceof UnixDomainSocketAddress ? connectUnix(address) : connectTcp(address);
  }

  private boolean connectTcp(SocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open();
    queued.add(channel);
    channel.configureBlocking(false);
    return channel.connect(address) || channel.finishConnect();
  }

  private boolean connectUnix(SocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    queued.add(channel);
    channel.configureBlocking(false);
    try {
      return channel.connect(address);
    } catch (SocketException tryAgain) { // EAGAIN is an error to the JDK
      return false;
    }
  }

  /** Where to connect to in vain. */
  SocketAddress address() throws IOException {
    return server.getLocalAddress();
  }

  /** Accepts one, so that there is room for another. */
  void makeRoom() throws IOException {
    server.accept().close();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : queued) {
      channel.close();
    }
    server.close();
  }
}
