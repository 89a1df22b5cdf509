// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import org.packetloom.Packetloom;

/**
 * Connects over every address of this machine that is unique on its link only; also a program, so
 * that it can run where there are such addresses.
 */
final class ZoneRoundTrip {
  private ZoneRoundTrip() {}

  /** The link-local addresses of this machine. */
  static List<Inet6Address> addresses() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet6Address six && six.isLinkLocalAddress())
        .map(Inet6Address.class::cast)
        .toList();
  }

  /** The address as it stands in a URI, with a zone. */
  static String literal(Inet6Address address, String zone) {
    return "[" + address.getHostAddress().replaceFirst("%.*", "%25" + zone) + "]";
  }

  /** Listens and connects by the zone's name and its number, written both ways. */
  static void run(Packetloom loom, Inet6Address address) throws Exception {
    String name = address.getScopedInterface().getName();
    String number = Integer.toString(address.getScopeId());
    for (String zone : List.of(name, number)) {
      try (var listener = loom.listen("tcp6://" + literal(address, zone) + ":0")) {
        var bound = (InetSocketAddress) listener.localAddress().orElseThrow();
        assertThat(((Inet6Address) bound.getAddress()).getScopeId())
            .isEqualTo(address.getScopeId());
        String canonical = loom.resolve(listener.uri()).getFirst().toString();
        assertThat(listener.uri()).hasToString(canonical);
        assertThat(canonical).contains("%25" + name + "]:" + bound.getPort());
        try (var stream = loom.connect(canonical.replace("%25", "%"));
            var accepted = listener.accept()) {
          ToolkitTest.assertRoundTrip(stream, accepted);
          assertThat(stream.uri()).isEqualTo(listener.uri());
          assertThat(accepted.uri()).isEqualTo(listener.uri());
          assertThat(stream.toString()).contains("%25" + name + "]:");
          assertThat(accepted.peerAddress()).isEqualTo(stream.localAddress());
        }
      }
    }
  }

  /** Prints how many addresses were connected over. */
  public static void main(String[] arguments) throws Exception {
    List<Inet6Address> addresses = addresses();
    try (var loom = Packetloom.open()) {
      for (Inet6Address address : addresses) {
        run(loom, address);
      }
    }
    System.out.println("connected over " + addresses.size());
  }
}
