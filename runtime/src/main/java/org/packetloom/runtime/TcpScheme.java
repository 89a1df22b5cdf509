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
import java.util.OptionalInt;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorOptions;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.FailureDetail;
import org.packetloom.Listener;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.UnresolvedHostException;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.ErrorKind;
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
    ConnectorTarget.Host host = (ConnectorTarget.Host) uri.target();
    int port = port(uri, host);
    IOException failure = null;
    for (InetAddress address : addresses(uri, host, opening, true)) {
      try {
        return connect(uri, new InetSocketAddress(address, port), opening);
      } catch (ConnectorTimeoutException | ConnectorInterruptedException e) {
        throw with(e, failure);
      } catch (IOException e) {
        failure = with(e, failure);
      }
    }
    throw failure == null ? noAddress(uri) : failure;
  }

  private static <X extends IOException> X with(X failure, IOException earlier) {
    if (earlier != null) {
      failure.addSuppressed(earlier);
    }
    return failure;
  }

  private static StreamConnector connect(
      ConnectorUri uri, InetSocketAddress address, Opening opening) throws IOException {
    ConnectorUri named = Addresses.uri(uri, address);
    int descriptor = socket(named, address.getAddress(), opening);
    return DescriptorConnector.open(
        DescriptorStream.over(opening, named, OptionTable.TCP, DescriptorKind.TCP, descriptor),
        stream -> {
          prepare(stream, opening);
          Optional<SocketAddress> local = opening.settings().localAddress();
          if (local.isPresent()) {
            bind(named, descriptor, Addresses.toNative(local.get()), opening);
          }
          new Connecting(stream.handle(), opening).connect(new NativeAddress.Internet(address));
          stream.name(named, stream.askLocalAddress(), Optional.of(address));
        });
  }

  /** Small writes go out at once unless asked otherwise, as in Go; then what was asked for. */
  private static void prepare(DescriptorStream stream, Opening opening) throws IOException {
    int result =
        opening.descriptors().setting(stream.handle().descriptor(), SocketSetting.NO_DELAY, 1);
    opening.failures().ensure("set TCP_NODELAY", stream.uri().toString(), result);
    stream.prepare();
  }

  @Override
  public Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    ConnectorTarget.Host host = (ConnectorTarget.Host) uri.target();
    int port = port(uri, host);
    boolean isEverywhere = host.host().isEmpty();
    InetAddress address = addresses(uri, host, opening, false).getFirst();
    boolean isDual = isEverywhere && name.equals("tcp") && address instanceof Inet6Address;
    int descriptor = socket(uri, address, opening);
    return DescriptorConnector.open(
        new DescriptorListener(opening, uri, OptionTable.TCP, DescriptorKind.TCP, descriptor),
        listener -> {
          set(uri, descriptor, SocketSetting.REUSE_ADDRESS, 1, opening);
          if (address instanceof Inet6Address) {
            set(uri, descriptor, SocketSetting.ONLY_IPV6, isDual ? 0 : 1, opening);
          }
          // inherited by accepted sockets, so that none needs a call of its own
          set(uri, descriptor, SocketSetting.NO_DELAY, 1, opening);
          listener.prepare();
          bind(uri, descriptor, internet(address, port), opening);
          int result = opening.descriptors().listen(descriptor, backlog(opening));
          opening.failures().ensure("listen", uri.toString(), result);
          SocketAddress bound = listener.askLocalAddress().orElseThrow();
          ConnectorUri named =
              isDual ? everywhere(uri, bound) : Addresses.uri(uri, (InetSocketAddress) bound);
          listener.name(named, Optional.of(bound), Optional.empty());
        });
  }

  private static NativeAddress internet(InetAddress address, int port) {
    return new NativeAddress.Internet(new InetSocketAddress(address, port));
  }

  private static ConnectorUri everywhere(ConnectorUri uri, SocketAddress bound) {
    String port = Integer.toString(((InetSocketAddress) bound).getPort());
    return uri.withTarget(new ConnectorTarget.Host("", "", port));
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

  // ---- addresses

  private List<InetAddress> addresses(
      ConnectorUri uri, ConnectorTarget.Host host, Opening opening, boolean isConnect)
      throws IOException {
    if (host.host().isEmpty()) {
      return everywhere(isConnect, opening);
    }
    List<InetAddress> all = literal(uri, host);
    if (all.isEmpty()) {
      all = opening.loom().resolver().resolve(host.host(), uri.toString(), opening);
    }
    List<InetAddress> fitting = all.stream().filter(this::fits).toList();
    if (fitting.isEmpty()) {
      throw noAddress(uri);
    }
    return fitting;
  }

  private boolean fits(InetAddress address) {
    return switch (name) {
      case "tcp4" -> address instanceof Inet4Address;
      case "tcp6" -> address instanceof Inet6Address;
      default -> true;
    };
  }

  /** All interfaces to listen on; the loopback ones to connect to. */
  private List<InetAddress> everywhere(boolean isConnect, Opening opening) throws IOException {
    InetAddress v6 = InetAddress.ofLiteral(isConnect ? "::1" : "::");
    InetAddress v4 = InetAddress.ofLiteral(isConnect ? "127.0.0.1" : "0.0.0.0");
    return switch (name) {
      case "tcp4" -> List.of(v4);
      case "tcp6" -> List.of(v6);
      default -> hasFamily(Family.INET6, opening) ? List.of(v6, v4) : List.of(v4);
    };
  }

  /** Whether sockets of a family can be opened. */
  static boolean hasFamily(Family family, Opening opening) {
    int descriptor = opening.descriptors().socket(family, SocketType.STREAM);
    if (descriptor >= 0) {
      int result = opening.descriptors().close(descriptor);
      return result >= 0;
    }
    ErrorKind kind = opening.engine().platform().errors().kind(-descriptor);
    return kind != ErrorKind.INVALID_ADDRESS;
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
        throw new UnresolvedHostException(
            FailureDetail.atOnce("resolve", uri.toString(), "no interface '" + host.zone() + "'"));
      }
      return List.of(Inet6Address.getByAddress(null, address.getAddress(), scope));
    } catch (IllegalArgumentException _) {
      return List.of(); // a name
    }
  }

  private static UnresolvedHostException noAddress(ConnectorUri uri) {
    return new UnresolvedHostException(
        FailureDetail.atOnce("resolve", uri.toString(), "no address of this family"));
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

  // ---- calls

  private static int socket(ConnectorUri uri, InetAddress address, Opening opening)
      throws IOException {
    Family family = address instanceof Inet6Address ? Family.INET6 : Family.INET4;
    int descriptor = opening.descriptors().socket(family, SocketType.STREAM);
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
