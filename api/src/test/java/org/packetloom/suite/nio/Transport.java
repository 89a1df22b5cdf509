// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;

/** What stream channels connect over. */
public enum Transport {
  /** Opened without a family: both kinds of internet addresses. */
  TCP,
  TCP4,
  TCP6,
  UNIX;

  /** Whether addresses are host and port. */
  public boolean isInternet() {
    return this != UNIX;
  }

  /** A new channel of this transport. */
  public SocketChannel openSocket(SelectorProvider provider) throws IOException {
    return switch (this) {
      case TCP -> provider.openSocketChannel();
      case TCP4 -> provider.openSocketChannel(StandardProtocolFamily.INET);
      case TCP6 -> provider.openSocketChannel(StandardProtocolFamily.INET6);
      case UNIX -> provider.openSocketChannel(StandardProtocolFamily.UNIX);
    };
  }

  /** A new server channel of this transport. */
  public ServerSocketChannel openServer(SelectorProvider provider) throws IOException {
    return switch (this) {
      case TCP -> provider.openServerSocketChannel();
      case TCP4 -> provider.openServerSocketChannel(StandardProtocolFamily.INET);
      case TCP6 -> provider.openServerSocketChannel(StandardProtocolFamily.INET6);
      case UNIX -> provider.openServerSocketChannel(StandardProtocolFamily.UNIX);
    };
  }

  /** An address to bind to that nobody has; the path is for those that are files. */
  public SocketAddress freshAddress(Path path) {
    return switch (this) {
      case TCP, TCP4 -> new InetSocketAddress("127.0.0.1", 0);
      case TCP6 -> new InetSocketAddress("::1", 0);
      case UNIX -> UnixDomainSocketAddress.of(path);
    };
  }

  /** An address of another family, which channels of this transport do not take. */
  public SocketAddress foreignAddress() {
    return isInternet()
        ? UnixDomainSocketAddress.of("/tmp/unused")
        : new InetSocketAddress("127.0.0.1", 1);
  }
}
