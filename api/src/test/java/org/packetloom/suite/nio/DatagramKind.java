// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.spi.SelectorProvider;

/** How datagram channels are opened. */
public enum DatagramKind {
  /** Without a family: both kinds of internet addresses. */
  UDP,
  UDP4,
  UDP6;

  /** A new channel of this kind. */
  public DatagramChannel open(SelectorProvider provider) throws IOException {
    return switch (this) {
      case UDP -> provider.openDatagramChannel();
      case UDP4 -> provider.openDatagramChannel(StandardProtocolFamily.INET);
      case UDP6 -> provider.openDatagramChannel(StandardProtocolFamily.INET6);
    };
  }

  /** The host of this kind that is this machine. */
  public String loopback() {
    return this == UDP6 ? "::1" : "127.0.0.1";
  }

  /** An address of this machine, at a port that the system chooses. */
  public InetSocketAddress anyPort() {
    return new InetSocketAddress(loopback(), 0);
  }
}
