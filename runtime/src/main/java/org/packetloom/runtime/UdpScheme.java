// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.FailureDetail;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.UnresolvedHostException;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketType;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/**
 * The schemes {@code udp}, {@code udp4} and {@code udp6}, which differ in the families they allow.
 */
record UdpScheme(String name) implements Scheme {
  private static final String REMEDY = "use bind, and connect(peer) on what it gives";

  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    throw new CapabilityException("connect " + uri, "datagrams are no stream", REMEDY);
  }

  @Override
  public Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    throw new CapabilityException("listen " + uri, "datagrams are no stream", REMEDY);
  }

  @Override
  public DatagramConnector bind(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    ConnectorTarget.Host host = (ConnectorTarget.Host) uri.target();
    int port = port(uri, host);
    InetAddress address = address(uri, host, opening);
    boolean isV6 = address instanceof Inet6Address;
    boolean isDual = host.host().isEmpty() && name.equals("udp") && isV6;
    Family family = isV6 ? Family.INET6 : Family.INET4;
    int descriptor = opening.descriptors().socket(family, SocketType.DATAGRAM);
    opening.failures().ensure("open", uri.toString(), descriptor);
    return DescriptorConnector.open(
        DescriptorDatagrams.over(
            opening, uri, OptionTable.UDP, DescriptorDatagrams.Nature.INTERNET, descriptor),
        datagrams -> {
          if (isV6) {
            int result =
                opening.descriptors().setting(descriptor, SocketSetting.ONLY_IPV6, isDual ? 0 : 1);
            opening.failures().ensure("set IPV6_V6ONLY", uri.toString(), result);
          }
          datagrams.apply(opening.settings().options());
          var near = new NativeAddress.Internet(new InetSocketAddress(address, port));
          int result = opening.descriptors().bind(descriptor, near);
          opening.failures().ensure("bind", uri.toString(), result);
          SocketAddress bound = datagrams.askLocalAddress().orElseThrow();
          ConnectorUri named = named(uri, (InetSocketAddress) bound, isDual);
          datagrams.name(named, Optional.of(bound), Optional.empty());
        });
  }

  private static ConnectorUri named(ConnectorUri uri, InetSocketAddress bound, boolean isDual) {
    if (isDual) {
      String port = Integer.toString(bound.getPort());
      return uri.withTarget(new ConnectorTarget.Host("", "", port));
    }
    boolean isV6 = bound.getAddress() instanceof Inet6Address;
    return uri.withScheme(isV6 ? "udp6" : "udp4").withTarget(Addresses.host(bound));
  }

  // ---- addresses

  private InetAddress address(ConnectorUri uri, ConnectorTarget.Host host, Opening opening)
      throws IOException {
    if (host.host().isEmpty()) {
      return everywhere(opening);
    }
    List<InetAddress> all = literal(uri, host);
    if (all.isEmpty()) {
      all = opening.loom().resolver().resolve(host.host(), uri.toString(), opening);
    }
    return all.stream()
        .filter(this::fits)
        .findFirst()
        .orElseThrow(() -> unresolved(uri, "no address of this family"));
  }

  private InetAddress everywhere(Opening opening) {
    boolean isV6 =
        name.equals("udp6") || name.equals("udp") && TcpScheme.hasFamily(Family.INET6, opening);
    return InetAddress.ofLiteral(isV6 ? "::" : "0.0.0.0");
  }

  private boolean fits(InetAddress address) {
    return switch (name) {
      case "udp4" -> address instanceof Inet4Address;
      case "udp6" -> address instanceof Inet6Address;
      default -> true;
    };
  }

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
    return host.port()
        .orElseThrow(
            () ->
                new CapabilityException(
                    "service '" + host.service() + "' in " + uri,
                    "names of services are not looked up yet",
                    "give the port as a number"));
  }
}
