// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
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
   * The addresses to connect to at once, in the order in which to begin: the families take turns.
   * The first is that of the first address if a resolver of the user's own said so, or if the
   * system property {@code java.net.preferIPv6Addresses} is set; else it is IPv6, whatever order
   * the JDK gives to the system's answers.
   */
  static List<InetSocketAddress> raced(ConnectorUri uri, Opening opening) throws IOException {
    List<InetSocketAddress> all = far(uri, opening);
    if (all.size() == 1) {
      return all;
    }
    Optional<SocketAddress> local = opening.settings().localAddress();
    if (local.isPresent() && local.get() instanceof InetSocketAddress near) {
      List<InetSocketAddress> same = all.stream().filter(a -> family(a) == family(near)).toList();
      all = same.isEmpty() ? all : same;
    }
    boolean isOrdered =
        opening.loom().resolver().isAskedFor(uri.scheme())
            || System.getProperty("java.net.preferIPv6Addresses") != null;
    return inTurns(all, isOrdered ? family(all.getFirst()) : Family.INET6);
  }

  /** The addresses of two families in turns, each family in its order. */
  private static List<InetSocketAddress> inTurns(List<InetSocketAddress> all, Family firstFamily) {
    List<InetSocketAddress> first = all.stream().filter(a -> family(a) == firstFamily).toList();
    List<InetSocketAddress> other = all.stream().filter(a -> family(a) != firstFamily).toList();
    List<InetSocketAddress> merged = new ArrayList<>(all.size());
    for (int i = 0; i < Math.max(first.size(), other.size()); i++) {
      first.stream().skip(i).findFirst().ifPresent(merged::add);
      other.stream().skip(i).findFirst().ifPresent(merged::add);
    }
    return merged;
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

  /** What a URI resolves to: one for each address, with everything else as it was. */
  static List<ConnectorUri> resolve(ConnectorUri uri, Opening opening) throws IOException {
    if (!host(uri).host().isEmpty()) {
      return found(uri, opening).stream().map(Found::uri).toList();
    }
    String port = Integer.toString(port(uri, opening));
    return List.of(uri.withTarget(new ConnectorTarget.Host("", "", port)).canonical());
  }

  /** An address, and the URI that it was found for. */
  private record Found(ConnectorUri origin, InetSocketAddress address) {
    ConnectorUri uri() {
      return Addresses.uri(origin, address).canonical();
    }
  }

  private static List<InetSocketAddress> addresses(
      ConnectorUri uri, Opening opening, String any6, String any4) throws IOException {
    if (!host(uri).host().isEmpty()) {
      return found(uri, opening).stream().map(Found::address).toList();
    }
    int port = port(uri, opening);
    return hostless(uri.scheme(), opening, any6, any4).stream()
        .map(literal -> new InetSocketAddress(InetAddress.ofLiteral(literal), port))
        .toList();
  }

  private static List<Found> found(ConnectorUri uri, Opening opening) throws IOException {
    List<Found> all = new ArrayList<>(2);
    List<UnresolvedHostException> failures = new ArrayList<>(1);
    if (opening.loom().resolver().isAskedFor(uri.scheme()) && literal(uri).isEmpty()) {
      for (ConnectorUri answer : opening.loom().resolver().ask(uri, opening)) {
        try {
          ensureOfSameKind(uri, answer);
          add(bySystem(answer, opening), answer, uri.scheme(), all);
        } catch (UnresolvedHostException e) {
          failures.add(e);
        }
      }
    } else {
      add(bySystem(uri, opening), uri, uri.scheme(), all);
    }
    if (all.isEmpty()) {
      failures.add(Resolver.unresolved(uri.toString(), "no address of this family"));
      throw Resolution.first(failures);
    }
    return all;
  }

  /** Adds what is of the family that a scheme allows, and not there yet. */
  private static void add(
      List<InetSocketAddress> addresses, ConnectorUri origin, String scheme, List<Found> to) {
    for (InetSocketAddress address : addresses) {
      if (fits(scheme, address) && to.stream().noneMatch(f -> isSame(f.address(), address))) {
        to.add(new Found(origin, address));
      }
    }
  }

  /** Whether two addresses are equal, their zones too, which the JDK leaves out. */
  private static boolean isSame(InetSocketAddress one, InetSocketAddress other) {
    return one.equals(other) && scope(one) == scope(other);
  }

  private static int scope(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address inet6 ? inet6.getScopeId() : 0;
  }

  private static void ensureOfSameKind(ConnectorUri uri, ConnectorUri answer) throws IOException {
    boolean isSame = Addresses.base(uri.scheme()).equals(Addresses.base(answer.scheme()));
    if (!isSame || host(answer).host().isEmpty()) {
      throw Resolver.unresolved(
          uri.toString(), "its resolver answers " + answer + ", which cannot stand for it");
    }
  }

  private static List<InetSocketAddress> bySystem(ConnectorUri uri, Opening opening)
      throws IOException {
    int port = port(uri, opening);
    Optional<InetAddress> literal = literal(uri);
    if (literal.isPresent()) {
      return List.of(new InetSocketAddress(literal.get(), port));
    }
    return opening.loom().resolver().addresses(host(uri).host(), uri.toString(), opening).stream()
        .map(address -> new InetSocketAddress(address, port))
        .toList();
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

  private static boolean fits(String scheme, InetSocketAddress address) {
    return switch (scheme.charAt(scheme.length() - 1)) {
      case '4' -> family(address) == Family.INET4;
      case '6' -> family(address) == Family.INET6;
      default -> true;
    };
  }

  /** The address that stands in the URI itself; empty if that is a name. */
  private static Optional<InetAddress> literal(ConnectorUri uri) throws IOException {
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(host(uri).host());
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // a name
    }
    String zone = host(uri).zone();
    return Optional.of(
        zone.isEmpty() ? address : Zones.scoped(address.getAddress(), zone, uri.toString()));
  }

  private static int port(ConnectorUri uri, Opening opening) throws IOException {
    OptionalInt port = host(uri).port();
    if (port.isPresent()) {
      return port.getAsInt();
    }
    Services services = opening.loom().resolver().services();
    return services.port(host(uri).service(), Addresses.base(uri.scheme()), uri.toString());
  }
}
