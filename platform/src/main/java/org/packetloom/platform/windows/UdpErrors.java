// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

/**
 * What becomes of errors that ICMP tells about datagrams that were sent before.
 *
 * <p>Windows has the next receive fail with WSAECONNRESET, whoever the datagram went to: a socket
 * without a peer would fail for all because of one. SIO_UDP_CONNRESET takes that away from such
 * sockets. One that has a peer keeps it, as elsewhere, and as elsewhere the peer has refused.
 */
final class UdpErrors {
  private static final byte[] OFF = {0, 0, 0, 0};
  private static final byte[] ON = {1, 0, 0, 0};

  private UdpErrors() {}

  /** Chooses whether a socket is told; a system that cannot choose does not tell. */
  static void tell(int descriptor, boolean hasPeer, OptionCalls calls) {
    int unused =
        calls.ioctl(descriptor, SocketOptions.SIO_UDP_CONNRESET, hasPeer ? ON : OFF, new byte[0]);
  }

  /** The result of a call on a socket of datagrams as it is called where ICMP tells the cause. */
  static int asTold(int result) {
    return switch (-result) {
      case WindowsErrors.WSAECONNRESET -> -WindowsErrors.WSAECONNREFUSED; // port unreachable
      case WindowsErrors.WSAENETRESET -> -WindowsErrors.WSAEHOSTUNREACH; // too many hops
      default -> result;
    };
  }
}
