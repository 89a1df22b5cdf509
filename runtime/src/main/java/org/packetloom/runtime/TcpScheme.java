// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.packetloom.ConnectorOptions;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.Listener;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketType;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/**
 * The schemes {@code tcp}, {@code tcp4} and {@code tcp6}, which differ in the families they allow.
 */
record TcpScheme(String name) implements Scheme {
  private static final int MOST_BACKLOG = Integer.MAX_VALUE; // the system cuts it to its limit

  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    List<InetSocketAddress> addresses = HostAddresses.raced(uri, opening);
    if (addresses.size() == 1) {
      return connect(uri, addresses.getFirst(), opening);
    }
    List<AddressRace.Candidate> candidates =
        addresses.stream()
            .map(address -> new AddressRace.Candidate(uri, address, opening))
            .toList();
    return new AddressRace(uri, opening, candidates).run();
  }

  private static StreamConnector connect(
      ConnectorUri uri, InetSocketAddress address, Opening opening) throws IOException {
    return DescriptorConnector.open(
        ConnectAttempt.stream(uri, address, opening),
        stream -> {
          ConnectAttempt.prepare(stream, opening);
          new Connecting(stream.handle(), opening).connect(new NativeAddress.Internet(address));
          stream.nameConnected(stream.uri(), stream.askLocalAddress(), address);
        });
  }

  @Override
  public Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    InetSocketAddress address = HostAddresses.near(uri, opening).getFirst();
    boolean isDual = HostAddresses.isDualStack(uri, address);
    int descriptor = socket(uri, address, opening);
    return DescriptorConnector.open(
        new DescriptorListener(opening, uri, OptionTable.TCP, DescriptorKind.TCP, descriptor),
        listener -> {
          set(uri, descriptor, SocketSetting.REUSE_ADDRESS, 1, opening);
          if (HostAddresses.family(address) == Family.INET6) {
            set(uri, descriptor, SocketSetting.ONLY_IPV6, isDual ? 0 : 1, opening);
          }
          // inherited by accepted sockets, so that none needs a call of its own
          set(uri, descriptor, SocketSetting.NO_DELAY, 1, opening);
          listener.prepare();
          bind(uri, descriptor, new NativeAddress.Internet(address), opening);
          int result = opening.descriptors().listen(descriptor, backlog(opening));
          opening.failures().ensure("listen", uri.toString(), result);
          InetSocketAddress bound = (InetSocketAddress) listener.askLocalAddress().orElseThrow();
          ConnectorUri named =
              isDual ? HostAddresses.everywhere(uri, bound.getPort()) : Addresses.uri(uri, bound);
          listener.name(named, Optional.of(bound), Optional.empty());
        });
  }

  @Override
  public Pair pair(ConnectorUri uri, SchemeContext context) throws IOException {
    ConnectorTarget.Host host = (ConnectorTarget.Host) uri.target();
    String literal = host.host().isEmpty() ? loopback() : host.host();
    ConnectorTarget target = new ConnectorTarget.Host(literal, host.zone(), host.service());
    try (Listener listener = listen(uri.withTarget(target), context)) {
      StreamConnector first = connect(listener.uri(), context);
      try {
        return new Pair(first, acceptFrom(first, listener, context));
      } catch (Throwable e) {
        first.close();
        throw e;
      }
    }
  }

  /** Accepts until the peer is ours: anyone may connect to a port before us. */
  private static StreamConnector acceptFrom(
      StreamConnector ours, Listener listener, SchemeContext context) throws IOException {
    listener.acceptDeadline(context.openDeadline());
    while (true) {
      StreamConnector accepted = listener.accept();
      if (accepted.peerAddress().equals(ours.localAddress())) {
        return accepted;
      }
      accepted.close();
    }
  }

  private String loopback() {
    return name.equals("tcp6") ? "::1" : "127.0.0.1";
  }

  // ---- calls

  private static int socket(ConnectorUri uri, InetSocketAddress address, Opening opening)
      throws IOException {
    int descriptor = opening.descriptors().socket(HostAddresses.family(address), SocketType.STREAM);
    return opening.failures().ensure("open", uri.toString(), descriptor);
  }

  private static void set(
      ConnectorUri uri, int descriptor, SocketSetting setting, int value, Opening opening)
      throws IOException {
    int result = opening.descriptors().setting(descriptor, setting, value);
    opening.failures().ensure("set " + setting, uri.toString(), result);
  }

  private static void bind(ConnectorUri uri, int descriptor, NativeAddress address, Opening opening)
      throws IOException {
    int result = opening.descriptors().bind(descriptor, address);
    opening.failures().ensure("bind", uri.toString(), result);
  }

  /** The backlog that was asked for, or else as much as the system allows. */
  static int backlog(Opening opening) {
    Object chosen = opening.settings().options().get(ConnectorOptions.BACKLOG);
    return chosen == null ? MOST_BACKLOG : (Integer) chosen;
  }
}
