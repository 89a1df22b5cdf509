// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.packetloom.platform.InterfaceAddresses;

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
    return InterfaceAddresses.of(number)
        .map(InetAddress::getAddress)
        .orElseGet(() -> ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  /** The number of the interface that four bytes name; 0 if none. */
  static long number(byte[] answer) {
    if (answer[0] == 0) {
      return ByteBuffer.wrap(answer).getInt();
    }
    byte[] address = {answer[0], answer[1], answer[2], answer[3]};
    return InterfaceAddresses.number(address);
  }
}
