// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.Optional;
import java.util.StringJoiner;

/** The addresses of a network interface as a parameter: {@code 10.9.0.1/24,fd09::1/64}. */
final class InterfaceAddresses {
  private static final int BITS_V4 = 32;
  private static final int BITS_V6 = 128;

  private InterfaceAddresses() {}

  /** Checks the addresses; returns their canonical spelling, each with the bits of its network. */
  static String canonical(String name, String value) throws UriPartException {
    StringJoiner all = new StringJoiner(",");
    for (String address : value.split(",", -1)) {
      all.add(canonicalOne(name, value, address));
    }
    return all.toString();
  }

  private static String canonicalOne(String name, String value, String address)
      throws UriPartException {
    int slash = address.indexOf('/');
    String literal = slash < 0 ? address : address.substring(0, slash);
    boolean isV4 = IpLiteral.isVersion4(literal);
    Optional<String> canonical = isV4 ? Optional.of(literal) : IpLiteral.canonicalVersion6(literal);
    if (canonical.isEmpty()) {
      throw ParameterSyntax.wrong(
          name, value, "'" + literal + "' is no IP address; write 10.9.0.1/24 or fd09::1/64");
    }
    int most = isV4 ? BITS_V4 : BITS_V6;
    int bits = slash < 0 ? most : bits(name, value, address.substring(slash + 1), most);
    return canonical.get() + "/" + bits;
  }

  private static int bits(String name, String value, String text, int most)
      throws UriPartException {
    boolean isNumber = AsciiText.isDigits(text) && text.length() <= 3;
    if (!isNumber || Integer.parseInt(text) > most) {
      throw ParameterSyntax.wrong(
          name, value, "'" + text + "' is no number of bits from 0 to " + most);
    }
    return Integer.parseInt(text);
  }
}
