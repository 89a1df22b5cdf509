// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorUri;
import org.packetloom.platform.Transfer;

/**
 * What a connector is called: its URI, both ends, and their wording in messages. Nothing is worded
 * before somebody asks: a server has thousands of connections whose names nobody wants to know.
 */
final class Names {
  private final ConnectorUri origin;

  /** Null for a connector without addresses. */
  private final @Nullable SocketAddress local;

  /** Null for a listener and for a connector without addresses. */
  private final @Nullable SocketAddress peer;

  /** Null until somebody asks; written by any thread, always the same. */
  private volatile @Nullable ConnectorUri uri;

  private Names(
      ConnectorUri origin,
      @Nullable ConnectorUri uri,
      Optional<SocketAddress> local,
      Optional<SocketAddress> peer) {
    this.origin = origin;
    this.uri = uri;
    this.local = local.orElse(null);
    this.peer = peer.orElse(null);
  }

  /** Of a connector with this URI. */
  static Names of(ConnectorUri uri, Optional<SocketAddress> local, Optional<SocketAddress> peer) {
    return new Names(uri, uri, local, peer);
  }

  /** Of a connection that a listener accepted: the listener's URI, with the near end's address. */
  static Names accepted(
      ConnectorUri listener, Optional<SocketAddress> local, Optional<SocketAddress> peer) {
    return new Names(listener, null, local, peer);
  }

  ConnectorUri uri() {
    ConnectorUri known = uri;
    if (known == null) {
      known =
          local instanceof InetSocketAddress internet ? Addresses.uri(origin, internet) : origin;
      uri = known;
    }
    return known;
  }

  Optional<SocketAddress> local() {
    return Optional.ofNullable(local);
  }

  Optional<SocketAddress> peer() {
    return Optional.ofNullable(peer);
  }

  /** Words both ends, with an arrow in the direction in which bytes flow. */
  String text(int direction) {
    if (local == null || peer == null) {
      return plainUri();
    }
    String near = Addresses.text(local);
    String far = Addresses.text(peer);
    if (near.isEmpty() && far.isEmpty()) {
      return plainUri(); // neither end of a pair has a name
    }
    return uri().scheme() + "://" + near + (direction == Transfer.READ ? " <- " : " -> ") + far;
  }

  /** The URI without parameters. */
  private String plainUri() {
    return ConnectorUri.of(uri().scheme(), uri().target()).toString();
  }
}
