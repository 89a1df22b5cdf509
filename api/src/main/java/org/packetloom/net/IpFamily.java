// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;

/** Which family sockets of the internet are of: the JDK's choice. */
final class IpFamily {
  /** IP version 6, which reaches version 4 as well, unless there is none or nobody wants it. */
  static final ProtocolFamily OF_SOCKETS =
      Boolean.getBoolean("java.net.preferIPv4Stack") || !isVersion6There()
          ? StandardProtocolFamily.INET
          : StandardProtocolFamily.INET6;

  private IpFamily() {}

  private static boolean isVersion6There() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(Inet6Address.class::isInstance);
    } catch (SocketException _) {
      return false; // the system has no interfaces to tell of
    }
  }

  /** What to bind a socket of that family to: of all addresses there is one of version 6, too. */
  static InetSocketAddress local(InetSocketAddress local) throws IOException {
    if (OF_SOCKETS == StandardProtocolFamily.INET6 && local.getAddress().isAnyLocalAddress()) {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[16]), local.getPort());
    }
    return local;
  }

  /** What to connect to: this machine, if it is no address in particular. */
  static InetSocketAddress peer(InetSocketAddress peer) throws IOException {
    return peer.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLocalHost(), peer.getPort())
        : peer;
  }
}
