// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;

/** Finds a server by its URI: each of its addresses is tried, by a socket of its family. */
final class Connecting {
  private final Packetloom loom;
  private final MessageClientConfig config;

  private Connecting(Packetloom loom, MessageClientConfig config) {
    this.loom = loom;
    this.config = config;
  }

  static MessageConnection connect(Packetloom loom, String uri, MessageClientConfig config)
      throws IOException {
    List<ConnectorUri> places = loom.resolve(uri);
    var connecting = new Connecting(loom, config);
    @Nullable IOException earlier = null;
    for (ConnectorUri place : places) {
      try {
        return connecting.connect(place);
      } catch (ConnectException | NoRouteToHostException e) {
        if (earlier != null) {
          e.addSuppressed(earlier);
        }
        earlier = e;
        if (e instanceof HandshakeRefusedException) {
          throw e; // somebody is there
        }
      }
    }
    throw earlier == null ? new CapabilityException("connect " + uri, "no address", "") : earlier;
  }

  private MessageConnection connect(ConnectorUri place) throws IOException {
    SocketAddress server =
        address(place)
            .orElseThrow(
                () ->
                    new CapabilityException(
                        "connect " + place,
                        "no address of a server of messages",
                        "use MessageConnection.over with a connector"));
    ConnectorUri near = place.withTarget(near(server));
    DatagramConnector connector = ServerPreparation.withBuffers(loom.connector(near), near).bind();
    try {
      connector.connect(server);
    } catch (Throwable e) {
      closeAfter(e, connector);
      throw e;
    }
    return MessageRuntime.PROVIDER.connect(connector, config, loom.threadFactory());
  }

  /** What a socket is bound to that sends to a server: the system chooses all of it. */
  private static ConnectorTarget near(SocketAddress server) {
    if (!(server instanceof InetSocketAddress internet)) {
      return new ConnectorTarget.Abstract(new byte[0]);
    }
    boolean isV4 = internet.getAddress().getAddress().length == 4;
    return new ConnectorTarget.Host(isV4 ? "0.0.0.0" : "::", "", "0");
  }

  private static Optional<SocketAddress> address(ConnectorUri place) {
    return switch (place.target()) {
      case ConnectorTarget.Host host -> {
        String zone = host.zone().isEmpty() ? "" : "%" + host.zone();
        String literal = host.host().isEmpty() ? "127.0.0.1" : host.host() + zone;
        int port = host.port().orElse(0);
        yield Optional.of(new InetSocketAddress(InetAddress.ofLiteral(literal), port));
      }
      case ConnectorTarget.Path path -> Optional.of(UnixDomainSocketAddress.of(path.file()));
      case ConnectorTarget.Abstract(byte[] name) when name.length > 0 ->
          Optional.of(AbstractSocketAddress.of(name));
      case ConnectorTarget.Abstract _, ConnectorTarget.Empty _, ConnectorTarget.Opaque _ ->
          Optional.empty();
    };
  }

  private static void closeAfter(Throwable failure, DatagramConnector connector) {
    try {
      connector.close();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
