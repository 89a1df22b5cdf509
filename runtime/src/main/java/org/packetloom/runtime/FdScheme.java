// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import org.packetloom.CapabilityException;
import org.packetloom.Connector;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/**
 * The scheme {@code fd}: descriptors that somebody else opened, by number, by the names of the
 * standard streams, or by the names that the service manager gave to listeners.
 */
final class FdScheme implements Scheme {
  private static final String LISTEN = "/listen/";

  @Override
  public String name() {
    return "fd";
  }

  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    return adoption("connect", uri, (Opening) context).stream();
  }

  @Override
  public Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    String path = path(uri);
    return path.startsWith(LISTEN)
        ? opening.loom().inherited().listener(path.substring(LISTEN.length()), opening)
        : adoption("listen", uri, opening).listener();
  }

  @Override
  public DatagramConnector bind(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    String path = path(uri);
    return path.startsWith(LISTEN)
        ? opening.loom().inherited().datagrams(path.substring(LISTEN.length()), opening)
        : adoption("bind", uri, opening).datagrams();
  }

  /** Takes a descriptor over, as a connector of some type. */
  <C extends Connector> C adopt(ConnectorUri uri, Opening opening, Class<C> type)
      throws IOException {
    Adoption guest = adoption("adopt", uri, opening);
    Adoption owner = new Adoption(opening, uri, guest.descriptor(), Adoption.Tenure.OWNER);
    if (type == Connector.class) {
      return type.cast(owner.any());
    } else if (type == StreamConnector.class) {
      return type.cast(owner.stream());
    } else if (type == Listener.class) {
      return type.cast(owner.listener());
    } else if (type == DatagramConnector.class) {
      return type.cast(owner.datagrams());
    }
    throw new IllegalArgumentException("type of connector: " + type);
  }

  private static String path(ConnectorUri uri) {
    if (!(uri.target() instanceof ConnectorTarget.Path(String path))) {
      throw new IllegalArgumentException("target of " + uri);
    }
    return path;
  }

  private static Adoption adoption(String operation, ConnectorUri uri, Opening opening)
      throws IOException {
    String path = path(uri);
    if (path.startsWith(LISTEN)) {
      throw new CapabilityException(
          operation + " " + uri, "it names a socket that is listened at", "use listen or bind");
    }
    int descriptor =
        switch (path) {
          case "/stdin" -> 0;
          case "/stdout" -> 1;
          case "/stderr" -> 2;
          default -> Integer.parseInt(path.substring(1));
        };
    Adoption.Tenure tenure =
        uri.flag("close").orElse(false) ? Adoption.Tenure.CLOSING_GUEST : Adoption.Tenure.GUEST;
    return new Adoption(opening, uri, descriptor, tenure);
  }
}
