// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.packetloom.AbstractSocketAddress;

/** Checks addresses that channels are given, and finds those that are not given. */
final class Addresses {
  /** A Unix-domain socket without a name. */
  static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

  private static final String FOLDER_PROPERTY = "jdk.net.unixdomain.tmpdir";
  private static final int SUFFIX_BYTES = 8;

  private Addresses() {}

  /**
   * Checks that a socket of a family can use an address.
   *
   * @throws UnsupportedAddressTypeException if it is of another family
   * @throws UnresolvedAddressException if it is a name without an address
   */
  static SocketAddress ensureFitting(ProtocolFamily family, SocketAddress address) {
    boolean isFitting =
        switch (address) {
          case null -> throw new NullPointerException("address");
          case InetSocketAddress internet -> isInternet(family, internet);
          case UnixDomainSocketAddress _, AbstractSocketAddress _ ->
              family == StandardProtocolFamily.UNIX;
          default -> false;
        };
    if (!isFitting) {
      throw new UnsupportedAddressTypeException();
    }
    return address;
  }

  private static boolean isInternet(ProtocolFamily family, InetSocketAddress address) {
    if (family == StandardProtocolFamily.UNIX) {
      return false;
    }
    if (address.isUnresolved()) {
      throw new UnresolvedAddressException();
    }
    return family == StandardProtocolFamily.INET6
        || !(address.getAddress() instanceof Inet6Address);
  }

  /** Whether it names a Unix-domain socket without a name. */
  static boolean isUnnamed(SocketAddress address) {
    return UNNAMED.equals(address);
  }

  /** All addresses of this machine, and a port that the system chooses. */
  static InetSocketAddress wildcard(ProtocolFamily family) {
    byte[] zeros = new byte[family == StandardProtocolFamily.INET ? 4 : 16];
    try {
      return new InetSocketAddress(InetAddress.getByAddress(zeros), 0);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes", e);
    }
  }

  /** A path in the folder for such that nobody has. */
  static UnixDomainSocketAddress generated() {
    String folder = System.getProperty(FOLDER_PROPERTY, System.getProperty("java.io.tmpdir"));
    byte[] suffix = new byte[SUFFIX_BYTES];
    new SecureRandom().nextBytes(suffix);
    return UnixDomainSocketAddress.of(
        Path.of(folder, "socket_" + HexFormat.of().formatHex(suffix)));
  }

  /** Whether an address is one of IP version 4. */
  static boolean isVersion4(InetAddress address) {
    return address instanceof Inet4Address;
  }
}
