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
    DescriptorDatagrams[] made = new DescriptorDatagrams[1];
    Aside.run(() -> made[0] = open(uri, devices, opening));
    return made[0];
  }

  private DescriptorDatagrams open(ConnectorUri uri, TunnelDevices devices, Opening opening)
      throws IOException {
    String wanted =
        uri.target() instanceof ConnectorTarget.Path(String path) ? path.substring(1) : "";
    int descriptor = devices.open(layer, wanted, uri.flag("multi-queue").orElse(false));
    ensureOpened(text(uri), devices, opening.engine(), descriptor);
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
          addAddresses(named, devices, opening, descriptor);
          opening.failures().ensure("set up" + RIGHT, text(named), devices.up(descriptor));
        });
  }

  /** Words why a device cannot be had, for a negated error number. */
  static void ensureOpened(String uri, TunnelDevices devices, Engine engine, int descriptor)
      throws IOException {
    if (descriptor >= 0) {
      return;
    }
    String node = devices.node();
    var errors = engine.platform().errors();
    if (errors.kind(-descriptor) == ErrorKind.MISSING) {
      throw new CapabilityException(
          uri,
          node + ": " + errors.name(-descriptor),
          "load the kernel module tun; in a container pass the device " + node + " on");
    }
    throw engine.failures().atOnce("open " + node + RIGHT + " for", uri, descriptor);
  }

  private static void addAddresses(
      ConnectorUri uri, TunnelDevices devices, Opening opening, int descriptor) throws IOException {
    Optional<String> addresses = uri.canonical().parameter("address");
    for (String each : addresses.map(all -> all.split(",")).orElse(new String[0])) {
      int slash = each.indexOf('/');
      InetAddress address = InetAddress.ofLiteral(each.substring(0, slash));
      int result =
          devices.address(descriptor, address, Integer.parseInt(each.substring(slash + 1)));
      opening.failures().ensure("give address " + each + RIGHT + " to", text(uri), result);
    }
  }

  /** The device, for messages. */
  private static String text(ConnectorUri uri) {
    return ConnectorUri.of(uri.scheme(), uri.target()).toString();
  }
}
