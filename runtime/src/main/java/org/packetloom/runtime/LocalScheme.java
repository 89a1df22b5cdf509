// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.Behaviour;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Family;
import org.packetloom.platform.SocketType;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/**
 * The scheme {@code local}: Unix-domain sockets of streams, records and datagrams, with a path, an
 * abstract name, or none.
 */
final class LocalScheme implements Scheme {
  @Override
  public String name() {
    return "local";
  }

  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    ensureStream(uri);
    if (uri.target() instanceof ConnectorTarget.Empty) {
      return loop(uri, opening);
    }
    int descriptor = socket(uri, opening);
    return opened(
        isRecords(uri)
            ? LocalRecords.over(opening, uri, descriptor)
            : LocalStream.over(opening, uri, descriptor),
        stream -> {
          stream.prepare();
          Optional<SocketAddress> own = opening.settings().localAddress();
          Optional<SocketAddress> local =
              own.isPresent() ? bind(stream, own.get(), () -> {}) : stream.askLocalAddress();
          Optional<SocketAddress> peer = connect(stream, uri, opening);
          stream.name(uri, local, peer);
        });
  }

  private static Optional<SocketAddress> connect(
      DescriptorConnector stream, ConnectorUri uri, Opening opening) throws IOException {
    SocketAddress peer = address(uri);
    if (uri.target() instanceof ConnectorTarget.Abstract named && named.name().length == 0) {
      throw new CapabilityException(
          "connect " + uri, "a name that the system is to choose has no listener", "name it");
    }
    Connecting connecting = new Connecting(stream.handle(), opening);
    if (uri.target() instanceof ConnectorTarget.Path(String path)) {
      SocketPath.of(path, uri.toString())
          .use(
              "connect",
              uri.toString(),
              opening,
              near -> {
                connecting.connect(near);
                return near;
              });
    } else {
      connecting.connect(Addresses.toNative(peer));
    }
    return Optional.of(peer);
  }

  /** Both ends in one connector: what is written is read back. */
  private static StreamConnector loop(ConnectorUri uri, Opening opening) throws IOException {
    int[] two = sockets(uri, opening);
    return unnamed(
        isRecords(uri)
            ? LocalRecords.over(opening, uri, two[0], two[1])
            : LocalStream.over(opening, uri, two[0], two[1]));
  }

  private static boolean isRecords(ConnectorUri uri) {
    return uri.behaviour() == Behaviour.SEQPACKET;
  }

  /** Opens a connector that is a stream, as all made here are. */
  private static StreamConnector opened(
      DescriptorConnector connector, DescriptorConnector.Preparation<DescriptorConnector> how)
      throws IOException {
    return (StreamConnector) DescriptorConnector.open(connector, how);
  }

  @Override
  public Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    ensureStream(uri);
    if (uri.target() instanceof ConnectorTarget.Empty) {
      throw new CapabilityException(
          "listen " + uri, "a socket without a name cannot be connected to", "use a pair");
    }
    DescriptorKind kind = isRecords(uri) ? DescriptorKind.SEQPACKET : DescriptorKind.LOCAL_STREAM;
    return DescriptorConnector.open(
        new DescriptorListener(opening, uri, OptionTable.LOCAL, kind, socket(uri, opening)),
        listener -> {
          listener.prepare();
          Optional<SocketAddress> local =
              bind(listener, address(uri), () -> listenOn(listener, uri, opening));
          listener.name(named(uri, local), local, Optional.empty());
        });
  }

  private static void listenOn(DescriptorListener listener, ConnectorUri uri, Opening opening)
      throws IOException {
    int descriptor = listener.handle().descriptor();
    int result = opening.descriptors().listen(descriptor, TcpScheme.backlog(opening));
    opening.failures().ensure("listen", uri.toString(), result);
  }

  /** The URI with the name that the system chose. */
  private static ConnectorUri named(ConnectorUri uri, Optional<SocketAddress> local) {
    boolean isChosen = uri.target() instanceof ConnectorTarget.Abstract;
    return isChosen && local.orElseThrow() instanceof AbstractSocketAddress chosen
        ? uri.withTarget(new ConnectorTarget.Abstract(chosen.name()))
        : uri;
  }

  @Override
  public Pair pair(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    ensureStream(uri);
    if (!(uri.target() instanceof ConnectorTarget.Empty)) {
      throw new CapabilityException(
          "pair " + uri, "a pair has no name", "use local:// without a path");
    }
    int[] two = sockets(uri, opening);
    boolean isRecords = isRecords(uri);
    DescriptorConnector first =
        isRecords
            ? LocalRecords.over(opening, uri, two[0])
            : LocalStream.over(opening, uri, two[0]);
    DescriptorConnector second =
        isRecords
            ? LocalRecords.over(opening, uri, two[1])
            : LocalStream.over(opening, uri, two[1]);
    try {
      return new Pair(unnamed(first), unnamed(second));
    } catch (Throwable e) {
      first.close();
      second.close();
      throw e;
    }
  }

  @Override
  public DatagramConnector bind(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    if (uri.behaviour() != Behaviour.DATAGRAM) {
      throw new CapabilityException("bind " + uri, "it has no datagrams", "use behaviour=datagram");
    }
    int descriptor = opening.descriptors().socket(Family.LOCAL, SocketType.DATAGRAM);
    opening.failures().ensureSocket("open", uri.toString(), descriptor);
    return DescriptorConnector.open(
        LocalDatagrams.over(opening, uri, descriptor),
        datagrams -> {
          datagrams.prepare();
          Optional<SocketAddress> local = bind(datagrams, address(uri), () -> {});
          datagrams.name(named(uri, local), local, Optional.empty());
          if (uri.target() instanceof ConnectorTarget.Empty) {
            datagrams.connect(local.orElseThrow()); // a loop: what is sent is received
          }
        });
  }

  private static StreamConnector unnamed(DescriptorConnector fresh) throws IOException {
    return opened(
        fresh,
        stream -> {
          stream.prepare();
          Optional<SocketAddress> unnamed = stream.askLocalAddress();
          stream.name(stream.uri(), unnamed, unnamed);
        });
  }

  private static void ensureStream(ConnectorUri uri) throws IOException {
    if (uri.behaviour() == Behaviour.DATAGRAM) {
      throw new CapabilityException(
          "behaviour of " + uri,
          "datagrams are no stream",
          "use bind, and connect(peer) on what it gives");
    }
  }

  /** The address of a target; without a name for one that the system is to choose. */
  private static SocketAddress address(ConnectorUri uri) throws IOException {
    return switch (uri.target()) {
      case ConnectorTarget.Path path -> Addresses.file(path, uri.toString());
      case ConnectorTarget.Abstract(byte[] name) when name.length > 0 ->
          AbstractSocketAddress.of(name);
      case ConnectorTarget.Abstract _, ConnectorTarget.Empty _ -> UnixDomainSocketAddress.of("");
      case ConnectorTarget.Host _, ConnectorTarget.Opaque _ ->
          throw new IllegalArgumentException("target of " + uri);
    };
  }

  // ---- calls

  private static int socket(ConnectorUri uri, Opening opening) throws IOException {
    int descriptor = opening.descriptors().socket(Family.LOCAL, type(uri));
    return opening.failures().ensureSocket("open", uri.toString(), descriptor);
  }

  private static int[] sockets(ConnectorUri uri, Opening opening) throws IOException {
    int[] two = new int[2];
    opening
        .failures()
        .ensureSocket("open", uri.toString(), opening.descriptors().socketPair(type(uri), two));
    return two;
  }

  private static SocketType type(ConnectorUri uri) {
    return isRecords(uri) ? SocketType.SEQPACKET : SocketType.STREAM;
  }

  /** Binds to a file that the connector owns from then on, to a name, or to one of the system. */
  private static Optional<SocketAddress> bind(
      DescriptorConnector connector, SocketAddress address, SocketBinding.Completion completion)
      throws IOException {
    Opening opening = connector.opening;
    String endpoints = connector.uri().toString();
    int descriptor = connector.handle().descriptor();
    if (address instanceof UnixDomainSocketAddress file && !file.getPath().toString().isEmpty()) {
      SocketBinding binding = new SocketBinding(opening, endpoints);
      connector.owns(binding.bind(descriptor, Addresses.path(file), completion));
      return Optional.of(address);
    }
    int result = opening.descriptors().bind(descriptor, Addresses.toNative(address));
    opening.failures().ensure("bind", endpoints, result);
    completion.run();
    return connector.askLocalAddress();
  }
}
