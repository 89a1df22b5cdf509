// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Numbers of network interfaces and their IPv4 addresses, for systems that name one by the other.
 */
public final class InterfaceAddresses {
  private InterfaceAddresses() {}

  /**
   * An address of an interface.
   *
   * @param number of the interface; 0 for any
   * @return empty if it has none, or there is none of that number: the system is to judge it
   */
  public static Optional<Inet4Address> of(int number) {
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
      return Optional.empty();
    }
  }

  /**
   * The number of an interface.
   *
   * @param address the four bytes of an address of it
   * @return 0 if no interface has that
   */
  public static int number(byte[] address) {
    try {
      NetworkInterface found = NetworkInterface.getByInetAddress(InetAddress.getByAddress(address));
      return found == null ? 0 : found.getIndex();
    } catch (SocketException | UnknownHostException _) {
      return 0;
    }
  }
}
