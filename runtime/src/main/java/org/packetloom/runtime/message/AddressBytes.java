// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/** Addresses as bytes to be hashed. */
final class AddressBytes {
  /** The most bytes of an address. */
  static final int MOST = 256;

  private static final int IPV4 = 4;
  private static final int NETWORK_OF_IPV6 = 8;

  private AddressBytes() {}

  /**
   * Puts a whole address: different ones give different bytes.
   *
   * @param into has room for {@link #MOST}
   * @return where the bytes end
   */
  static int put(SocketAddress address, byte[] into, int at) {
    if (!(address instanceof InetSocketAddress inet) || inet.isUnresolved()) {
      return putText(address, into, at);
    }
    int end = putHost(inet.getAddress(), into, at, Integer.MAX_VALUE);
    if (inet.getAddress() instanceof Inet6Address v6) {
      int scope = v6.getScopeId();
      into[end++] = (byte) (scope >> 24);
      into[end++] = (byte) (scope >> 16);
      into[end++] = (byte) (scope >> 8);
      into[end++] = (byte) scope;
    }
    into[end++] = (byte) (inet.getPort() >> 8);
    into[end++] = (byte) inet.getPort();
    return end;
  }

  /** Puts what one owner of addresses has in common: no port; of IPv6 the first 64 bits. */
  static int putOwner(SocketAddress address, byte[] into, int at) {
    return address instanceof InetSocketAddress inet && !inet.isUnresolved()
        ? putHost(inet.getAddress(), into, at, NETWORK_OF_IPV6)
        : putText(address, into, at);
  }

  private static int putHost(InetAddress host, byte[] into, int at, int most) {
    byte[] bytes = host.getAddress();
    int count = bytes.length == IPV4 ? IPV4 : Math.min(bytes.length, most);
    System.arraycopy(bytes, 0, into, at, count);
    return at + count;
  }

  private static int putText(SocketAddress address, byte[] into, int at) {
    byte[] text = address.toString().getBytes(StandardCharsets.UTF_8);
    int count = Math.min(text.length, MOST);
    System.arraycopy(text, text.length - count, into, at, count);
    return at + count;
  }
}
