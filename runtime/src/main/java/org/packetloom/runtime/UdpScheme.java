// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
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
    InetSocketAddress address = HostAddresses.near(uri, opening).getFirst();
    boolean isV6 = address.getAddress() instanceof Inet6Address;
    boolean isDual = HostAddresses.isDualStack(uri, address);
    Family family = HostAddresses.family(address);
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
          datagrams.prepare();
          var near = new NativeAddress.Internet(address);
          int result = opening.descriptors().bind(descriptor, near);
          opening.failures().ensure("bind", uri.toString(), result);
          SocketAddress bound = datagrams.askLocalAddress().orElseThrow();
          ConnectorUri named = named(uri, (InetSocketAddress) bound, isDual);
          datagrams.name(named, Optional.of(bound), Optional.empty());
        });
  }

  private static ConnectorUri named(ConnectorUri uri, InetSocketAddress bound, boolean isDual) {
    return isDual ? HostAddresses.everywhere(uri, bound.getPort()) : Addresses.uri(uri, bound);
  }
}
