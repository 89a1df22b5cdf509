// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Names interfaces for multicast where IPv4 wants four bytes: an address of the interface, or its
 * number in network order, which as an address would be one of the network 0.
 *
 * <p>An address is preferred, as all systems that claim to be Windows understand it.
 */
final class MulticastInterfaces {
  private MulticastInterfaces() {}

  /** The four bytes for an interface; zeros for any. */
  static byte[] request(int number) {
    return address(number)
        .map(InetAddress::getAddress)
        .orElseGet(() -> ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  private static Optional<Inet4Address> address(int number) {
    try {
      NetworkInterface found = number == 0 ? null : NetworkInterface.getByIndex(number);
      return found == null
          ? Optional.empty()
          : found
              .inetAddresses()
              .filter(Inet4Address.class::isInstance)
              .map(Inet4Address.class::cast)
              .findFirst();
    } catch (SocketException _) {
      return Optional.empty(); // the system is to judge the number
    }
  }

  /** The number of the interface that four bytes name; 0 if none. */
  static long number(byte[] answer) {
    if (answer[0] == 0) {
      return ByteBuffer.wrap(answer).getInt();
    }
    byte[] address = {answer[0], answer[1], answer[2], answer[3]};
    try {
      NetworkInterface found = NetworkInterface.getByInetAddress(InetAddress.getByAddress(address));
      return found == null ? 0 : found.getIndex();
    } catch (SocketException | UnknownHostException _) {
      return 0;
    }
  }
}
