// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.FailureDetail;
import org.packetloom.UnresolvedHostException;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.Family;
import org.packetloom.platform.SocketType;

/** Finds the addresses that a URI of {@code tcp} or {@code udp} points at. */
final class HostAddresses {
  private HostAddresses() {}

  /**
   * The addresses to connect or send to, in the order of preference; at least one. Without a host
   * those of the loopback interface.
   */
  static List<InetSocketAddress> far(ConnectorUri uri, Opening opening) throws IOException {
    return addresses(uri, opening, "::1", "127.0.0.1");
  }

  /**
   * The addresses to listen on or bind to, in the order of preference; at least one. Without a host
   * those that stand for all interfaces, the IPv6 one first.
   */
  static List<InetSocketAddress> near(ConnectorUri uri, Opening opening) throws IOException {
    return addresses(uri, opening, "::", "0.0.0.0");
  }

  /** Whether a URI stands for all interfaces and both families when it is bound. */
  static boolean isDualStack(ConnectorUri uri, InetSocketAddress address) {
    return host(uri).host().isEmpty()
        && Addresses.base(uri.scheme()).equals(uri.scheme())
        && address.getAddress() instanceof Inet6Address;
  }

  /** Names a connector that is bound to all interfaces by the port it got. */
  static ConnectorUri everywhere(ConnectorUri uri, int port) {
    return uri.withTarget(new ConnectorTarget.Host("", "", Integer.toString(port)));
  }

  /** The family of an address. */
  static Family family(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address ? Family.INET6 : Family.INET4;
  }

  private static ConnectorTarget.Host host(ConnectorUri uri) {
    return (ConnectorTarget.Host) uri.target();
  }

  private static List<InetSocketAddress> addresses(
      ConnectorUri uri, Opening opening, String any6, String any4) throws IOException {
    ConnectorTarget.Host host = host(uri);
    int port = port(uri, host);
    if (host.host().isEmpty()) {
      return hostless(uri.scheme(), opening, any6, any4).stream()
          .map(literal -> new InetSocketAddress(InetAddress.ofLiteral(literal), port))
          .toList();
    }
    List<InetAddress> all = literal(uri, host);
    if (all.isEmpty()) {
      all = opening.loom().resolver().resolve(host.host(), uri.toString(), opening);
    }
    List<InetSocketAddress> fitting =
        all.stream()
            .filter(address -> fits(uri.scheme(), address))
            .map(address -> new InetSocketAddress(address, port))
            .toList();
    if (fitting.isEmpty()) {
      throw unresolved(uri, "no address of this family");
    }
    return fitting;
  }

  private static List<String> hostless(String scheme, Opening opening, String any6, String any4) {
    return switch (scheme.charAt(scheme.length() - 1)) {
      case '4' -> List.of(any4);
      case '6' -> List.of(any6);
      default -> hasVersion6(opening) ? List.of(any6, any4) : List.of(any4);
    };
  }

  /** Whether sockets of IPv6 can be opened. */
  private static boolean hasVersion6(Opening opening) {
    int descriptor = opening.descriptors().socket(Family.INET6, SocketType.STREAM);
    if (descriptor >= 0) {
      int result = opening.descriptors().close(descriptor);
      return result >= 0;
    }
    ErrorKind kind = opening.engine().platform().errors().kind(-descriptor);
    return kind != ErrorKind.INVALID_ADDRESS;
  }

  private static boolean fits(String scheme, InetAddress address) {
    return switch (scheme.charAt(scheme.length() - 1)) {
      case '4' -> address instanceof Inet4Address;
      case '6' -> address instanceof Inet6Address;
      default -> true;
    };
  }

  /** The address that stands in the URI itself; empty if that is a name. */
  private static List<InetAddress> literal(ConnectorUri uri, ConnectorTarget.Host host)
      throws IOException {
    try {
      InetAddress address = InetAddress.ofLiteral(host.host());
      if (host.zone().isEmpty()) {
        return List.of(address);
      }
      int scope = Addresses.scope(host.zone());
      if (scope < 0) {
        throw unresolved(uri, "no interface '" + host.zone() + "'");
      }
      return List.of(Inet6Address.getByAddress(null, address.getAddress(), scope));
    } catch (IllegalArgumentException _) {
      return List.of(); // a name
    }
  }

  private static UnresolvedHostException unresolved(ConnectorUri uri, String reason) {
    return new UnresolvedHostException(FailureDetail.atOnce("resolve", uri.toString(), reason));
  }

  private static int port(ConnectorUri uri, ConnectorTarget.Host host) throws IOException {
    OptionalInt port = host.port();
    if (port.isEmpty()) {
      throw new CapabilityException(
          "service '" + host.service() + "' in " + uri,
          "names of services are not looked up yet",
          "give the port as a number");
    }
    return port.getAsInt();
  }
}
