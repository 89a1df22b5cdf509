// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The zones of IPv6 addresses that are unique on one link only: interfaces, by name or number.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4007#section-6">RFC 4007, section 6</a>
 */
final class Zones {
  private Zones() {}

  /**
   * An address with its zone.
   *
   * @param bytes the 16 bytes of the address
   * @param zone the name of an interface, or else its number
   * @param uri for messages
   */
  static Inet6Address scoped(byte[] bytes, String zone, String uri) throws IOException {
    if (bytes.length != 16) {
      throw Resolver.unresolved(uri, "an IPv4 address has no zone '" + zone + "'");
    }
    int number;
    try {
      number = number(zone);
    } catch (SocketException e) {
      UnknownHostException failure = Resolver.unresolved(uri, "interfaces cannot be listed");
      failure.initCause(e);
      throw failure;
    }
    if (number == 0) {
      throw Resolver.unresolved(uri, "no interface '" + zone + "'");
    }
    return Inet6Address.getByAddress(null, bytes, number);
  }

  /** The number of an interface; 0 if there is none of that name or number. */
  private static int number(String zone) throws SocketException {
    NetworkInterface named = NetworkInterface.getByName(zone);
    if (named != null) {
      return named.getIndex();
    }
    if (!zone.matches("[0-9]{1,9}")) {
      return 0;
    }
    int number = Integer.parseInt(zone);
    return number > 0 && NetworkInterface.getByIndex(number) != null ? number : 0;
  }

  /** The name of an address's zone, or its number if the interface has gone. */
  static String name(Inet6Address address) {
    NetworkInterface zone = address.getScopedInterface();
    if (zone == null) {
      zone = byNumber(address.getScopeId());
    }
    return zone == null ? Integer.toString(address.getScopeId()) : zone.getName();
  }

  private static @Nullable NetworkInterface byNumber(int number) {
    try {
      return NetworkInterface.getByIndex(number);
    } catch (SocketException _) {
      return null;
    }
  }
}
