// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.TunnelDevices;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/**
 * The schemes {@code tun} and {@code tap}: network interfaces whose packets this process receives
 * and sends.
 *
 * <p>Making, setting up and closing an interface takes the system's lock on all of them, and up to
 * tens of milliseconds: it is done {@link Aside}.
 */
record TunScheme(String name, TunnelDevices.Layer layer) implements Scheme {
  private static final String REMEDY = "use bind";
  private static final String RIGHT = " (needs CAP_NET_ADMIN)";

  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    throw new CapabilityException("connect " + uri, "packets are no stream", REMEDY);
  }

  @Override
  public Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    throw new CapabilityException("listen " + uri, "packets are no stream", REMEDY);
  }

  @Override
  public DatagramConnector bind(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    TunnelDevices devices =
        opening
            .engine()
            .platform()
            .tunnels()
            .orElseThrow(() -> new CapabilityException("scheme " + name, "not on this system", ""));
    String wanted =
        uri.target() instanceof ConnectorTarget.Path(String path) ? path.substring(1) : "";
    boolean isShared = uri.flag("multi-queue").orElse(false);
    int descriptor = Aside.call(() -> devices.open(layer, wanted, isShared));
    ensureOpened(uri, devices, opening, descriptor);
    return DescriptorConnector.open(
        DescriptorDatagrams.over(
            opening, uri, OptionTable.DEVICE, DescriptorDatagrams.Nature.DEVICE, descriptor),
        datagrams -> {
          datagrams.handle().closeAside();
          String[] given = new String[1];
          opening.failures().ensure("name", uri.toString(), devices.name(descriptor, given));
          ConnectorUri named = uri.withTarget(new ConnectorTarget.Path("/" + given[0]));
          datagrams.name(named, Optional.empty(), Optional.empty());
          datagrams.prepare();
          setUp(named, devices, opening, descriptor);
        });
  }

  private void ensureOpened(
      ConnectorUri uri, TunnelDevices devices, Opening opening, int descriptor) throws IOException {
    if (descriptor >= 0) {
      return;
    }
    String node = devices.node();
    var errors = opening.engine().platform().errors();
    if (errors.kind(-descriptor) == ErrorKind.MISSING) {
      throw new CapabilityException(
          "scheme " + name,
          node + ": " + errors.name(-descriptor),
          "load the kernel module tun; in a container pass the device " + node + " on");
    }
    throw opening.failures().atOnce("open " + node + RIGHT + " for", text(uri), descriptor);
  }

  private static void setUp(
      ConnectorUri uri, TunnelDevices devices, Opening opening, int descriptor) throws IOException {
    Optional<String> addresses = uri.canonical().parameter("address");
    for (String each : addresses.map(all -> all.split(",")).orElse(new String[0])) {
      int slash = each.indexOf('/');
      InetAddress address = InetAddress.ofLiteral(each.substring(0, slash));
      int bits = Integer.parseInt(each.substring(slash + 1));
      int result = Aside.call(() -> devices.address(descriptor, address, bits));
      opening.failures().ensure("give address " + each + RIGHT + " to", text(uri), result);
    }
    int result = Aside.call(() -> devices.up(descriptor));
    opening.failures().ensure("set up" + RIGHT, text(uri), result);
  }

  /** The device, for messages. */
  private static String text(ConnectorUri uri) {
    return ConnectorUri.of(uri.scheme(), uri.target()).toString();
  }
}
