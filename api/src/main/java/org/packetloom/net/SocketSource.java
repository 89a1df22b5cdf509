// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.Proxy;
import java.util.Optional;
import java.util.Properties;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import org.packetloom.Packetloom;

/**
 * What sockets are made of: a toolkit, and what stands between them and their peers.
 *
 * @param toolkit empty for the shared one
 * @param via what every socket goes through, whatever address it is given
 * @param proxy empty to ask {@link java.net.ProxySelector}
 */
record SocketSource(
    Optional<Packetloom> toolkit, Optional<ConnectorUri> via, Optional<Proxy> proxy) {
  static final SocketSource SHARED =
      new SocketSource(Optional.empty(), Optional.empty(), Optional.empty());

  /** Where drivers put the argument of a factory that they know by its class name. */
  private static final String[] KEYS = {"via", "socketFactoryArg"};

  SocketSource {
    via.filter(uri -> !uri.isBlocking())
        .ifPresent(
            uri -> {
              throw new IllegalArgumentException(uri + ": blocking=no is of no use to a socket");
            });
  }

  static SocketSource of(Packetloom loom) {
    return new SocketSource(Optional.of(loom), Optional.empty(), Optional.empty());
  }

  static SocketSource via(ConnectorUri uri) {
    return new SocketSource(Optional.empty(), Optional.of(uri), Optional.empty());
  }

  /** From the argument of a factory; nothing but space stands for none. */
  static SocketSource parse(String via) {
    if (via.isBlank()) {
      return SHARED;
    }
    try {
      return via(ConnectorUri.parse(via.strip()));
    } catch (ConnectorUriException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  static SocketSource parse(Properties properties) {
    for (String key : KEYS) {
      String value = properties.getProperty(key);
      if (value != null) {
        return parse(value);
      }
    }
    return SHARED;
  }

  SocketSource with(Packetloom loom) {
    return new SocketSource(Optional.of(loom), via, proxy);
  }

  SocketSource with(Proxy chosen) {
    return new SocketSource(toolkit, via, Optional.of(chosen));
  }

  Packetloom loom() throws IOException {
    return toolkit.isPresent() ? toolkit.get() : Packetloom.shared();
  }

  @Override
  public String toString() {
    return via.map(uri -> "via " + uri).orElse("direct");
  }
}
