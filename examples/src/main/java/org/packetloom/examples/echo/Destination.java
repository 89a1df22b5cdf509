// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;

/** Turns the URI of a server of datagrams into what a client needs. */
public final class Destination {
  private Destination() {}

  /**
   * The address that a URI names.
   *
   * @param loom looks names up
   * @param uri of a scheme that has datagrams and addresses
   * @return the first one, if it is a name with several
   * @throws IOException if there is none
   */
  public static SocketAddress address(Packetloom loom, ConnectorUri uri) throws IOException {
    return switch (uri.target()) {
      case ConnectorTarget.Host _ -> internet(loom.resolve(uri).getFirst());
      case ConnectorTarget.Path place -> UnixDomainSocketAddress.of(place.file());
      case ConnectorTarget.Abstract(byte[] name) -> AbstractSocketAddress.of(name);
      case ConnectorTarget.Empty _, ConnectorTarget.Opaque _ ->
          throw new CapabilityException("send to " + uri, "it names nobody", "");
    };
  }

  private static InetSocketAddress internet(ConnectorUri resolved) {
    ConnectorTarget.Host host = (ConnectorTarget.Host) resolved.target();
    String zone = host.zone().isEmpty() ? "" : "%" + host.zone();
    InetAddress address =
        host.host().isEmpty()
            ? InetAddress.getLoopbackAddress()
            : InetAddress.ofLiteral(host.host() + zone);
    return new InetSocketAddress(address, host.port().orElse(0));
  }

  /**
   * Binds a client where answers can reach it: to a free port of the family, or to a name that the
   * system chooses.
   *
   * @param loom opens it
   * @param server where the client will send to
   * @return a connector with an address of its own
   * @throws IOException if the scheme has no such thing
   */
  public static DatagramConnector bindFor(Packetloom loom, SocketAddress server)
      throws IOException {
    if (!(server instanceof InetSocketAddress internet)) {
      return loom.bind("local:///%00packetloom-echo-" + unique() + "?behaviour=datagram");
    }
    boolean isV6 = internet.getAddress() instanceof java.net.Inet6Address;
    return loom.bind(isV6 ? "udp6://:0" : "udp4://:0");
  }

  private static String unique() {
    return ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
  }
}
