// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Optional;

/** Addresses of this machine, and of none. */
final class Hosts {
  private Hosts() {}

  /** The loopback address of IP version 4. */
  static InetAddress loopback4() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  /** The loopback address of IP version 6; skips the test if there is none. */
  static InetAddress loopback6() throws IOException {
    InetAddress address = InetAddress.getByName("::1");
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, 0));
    } catch (SocketException noSuchAddress) {
      assumeThat(noSuchAddress).as("IP version 6").isNull();
    }
    return address;
  }

  /** An address with a scope; skips the test if no interface has one that can be bound. */
  static Inet6Address scoped() throws IOException {
    Optional<Inet6Address> found =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address.isLinkLocalAddress())
            .filter(Inet6Address.class::isInstance)
            .map(Inet6Address.class::cast)
            .filter(Hosts::canBeBound)
            .findFirst();
    assumeThat(found).as("an address with a scope").isPresent();
    return found.orElseThrow();
  }

  private static boolean canBeBound(InetAddress address) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException notHere) {
      return false;
    }
  }

  /** An address that no machine has: one of those kept for documents. */
  static InetSocketAddress ofNobody() throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 203, 0, 113, 7}), 0);
  }
}
