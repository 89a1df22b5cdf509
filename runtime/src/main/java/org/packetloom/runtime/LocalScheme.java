// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;
import org.packetloom.Behaviour;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.Listener;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketType;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/** The scheme {@code local}: Unix-domain stream sockets with a path, an abstract name, or none. */
final class LocalScheme implements Scheme {
  private static final DescriptorKind KIND = DescriptorKind.LOCAL_STREAM;

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
    NativeAddress peer = address(uri);
    return DescriptorConnector.open(
        DescriptorStream.over(opening, uri, OptionTable.LOCAL, KIND, socket(uri, opening)),
        stream -> {
          stream.prepare();
          Optional<SocketAddress> local = opening.settings().localAddress();
          if (local.isPresent()) {
            int descriptor = stream.handle().descriptor();
            bind(uri, descriptor, Addresses.toNative(local.get()), opening);
          }
          new Connecting(stream.handle(), opening).connect(peer);
          stream.name(uri, stream.askLocalAddress(), Addresses.toPublic(peer));
        });
  }

  /** Both ends in one connector: what is written is read back. */
  private static StreamConnector loop(ConnectorUri uri, Opening opening) throws IOException {
    int[] two = sockets(uri, opening);
    DescriptorStream stream =
        DescriptorStream.over(opening, uri, OptionTable.LOCAL, KIND, two[0], two[1]);
    return unnamed(stream, opening);
  }

  @Override
  public Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    ensureStream(uri);
    if (uri.target() instanceof ConnectorTarget.Empty) {
      throw new CapabilityException(
          "listen " + uri, "a socket without a name cannot be connected to", "use a pair");
    }
    NativeAddress address = address(uri);
    return DescriptorConnector.open(
        new DescriptorListener(opening, uri, OptionTable.LOCAL, KIND, socket(uri, opening)),
        listener -> {
          listener.prepare();
          int descriptor = listener.handle().descriptor();
          bind(uri, descriptor, address, opening);
          if (uri.target() instanceof ConnectorTarget.Path(String path)) {
            listener.owns(SocketFile.created(path));
          }
          int result = opening.descriptors().listen(descriptor, TcpScheme.backlog(opening));
          opening.failures().ensure("listen", uri.toString(), result);
          listener.name(uri, listener.askLocalAddress(), Optional.empty());
        });
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
    DescriptorStream first = DescriptorStream.over(opening, uri, OptionTable.LOCAL, KIND, two[0]);
    DescriptorStream second = DescriptorStream.over(opening, uri, OptionTable.LOCAL, KIND, two[1]);
    try {
      return new Pair(unnamed(first, opening), unnamed(second, opening));
    } catch (Throwable e) {
      first.close();
      second.close();
      throw e;
    }
  }

  private static DescriptorStream unnamed(DescriptorStream opened, Opening opening)
      throws IOException {
    return DescriptorConnector.open(
        opened,
        stream -> {
          stream.prepare();
          Optional<SocketAddress> unnamed = stream.askLocalAddress();
          stream.name(stream.uri(), unnamed, unnamed);
        });
  }

  private static void ensureStream(ConnectorUri uri) throws IOException {
    if (uri.behaviour() != Behaviour.STREAM) {
      throw new CapabilityException(
          "behaviour of " + uri, "only streams are built so far", "use behaviour=stream");
    }
  }

  private static NativeAddress address(ConnectorUri uri) {
    return switch (uri.target()) {
      case ConnectorTarget.Path(String path) -> Addresses.path(path);
      case ConnectorTarget.Abstract(byte[] name) -> Addresses.abstractName(name);
      case ConnectorTarget.Empty _ -> new NativeAddress.Local(new byte[0]);
      case ConnectorTarget.Host _, ConnectorTarget.Opaque _ ->
          throw new IllegalArgumentException("target of " + uri);
    };
  }

  // ---- calls

  private static int socket(ConnectorUri uri, Opening opening) throws IOException {
    int descriptor = opening.descriptors().socket(Family.LOCAL, SocketType.STREAM);
    return opening.failures().ensure("open", uri.toString(), descriptor);
  }

  private static int[] sockets(ConnectorUri uri, Opening opening) throws IOException {
    int[] two = new int[2];
    opening
        .failures()
        .ensure("open", uri.toString(), opening.descriptors().socketPair(SocketType.STREAM, two));
    return two;
  }

  private static void bind(ConnectorUri uri, int descriptor, NativeAddress address, Opening opening)
      throws IOException {
    int result = opening.descriptors().bind(descriptor, address);
    opening.failures().ensure("bind", uri.toString(), result);
  }
}
