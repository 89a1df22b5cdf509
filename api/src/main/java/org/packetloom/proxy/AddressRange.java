// SPDX-License-Identifier: Apache-2.0
package org.packetloom.proxy;

import java.net.InetAddress;

/**
 * The addresses that begin with the same bits.
 *
 * @param address one of them
 * @param bits how many bits they have in common
 */
record AddressRange(InetAddress address, int bits) {
  /** Reads an address, or an address and a number of bits: {@code 2001:db8::/32}. */
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = literal(slash < 0 ? text : text.substring(0, slash), text);
    int most = 8 * address.getAddress().length;
    int bits = slash < 0 ? most : number(text.substring(slash + 1), text);
    if (bits > most) {
      throw new IllegalArgumentException("bits of '" + text + "', " + most + " at most");
    }
    return new AddressRange(address, bits);
  }

  private static InetAddress literal(String literal, String text) {
    if (!literal.isEmpty()) { // would be the loopback address
      try {
        return InetAddress.ofLiteral(literal);
      } catch (IllegalArgumentException _) {
        // worded below
      }
    }
    throw new IllegalArgumentException("address of '" + text + "'");
  }

  private static int number(String digits, String text) {
    if (!digits.matches("0|[1-9][0-9]{0,2}")) {
      throw new IllegalArgumentException("bits of '" + text + "'");
    }
    return Integer.parseInt(digits);
  }

  boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += 8) {
      int mask = bits - bit >= 8 ? 0xff : 0xff << 8 - (bits - bit) & 0xff;
      if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + bits;
  }
}
