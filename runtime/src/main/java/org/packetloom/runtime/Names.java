// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorUri;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Transfer;

/**
 * What a connector is called: its URI, both ends, and their wording in messages. Nothing is worded
 * before somebody asks: a server has thousands of connections whose names nobody wants to know.
 */
final class Names {
  private static final int NO_PORT = -1;

  private final ConnectorUri origin;

  /** Null for a connector without addresses. */
  private final @Nullable SocketAddress local;

  /**
   * Null for a listener, for a connector without addresses, and where it is in the numbers below.
   */
  private final @Nullable SocketAddress peer;

  /** The IPv4 address of a peer that was accepted, which four objects would hold otherwise. */
  private final int peer4;

  /** Its port; {@link #NO_PORT} if the peer is none with an IPv4 address. */
  private final int peer4Port;

  /** Whether the near end is what the listener was bound to, and nobody has asked the system. */
  private final boolean isNearAssumed;

  /** Null until somebody asks; written by any thread, always the same. */
  private volatile @Nullable ConnectorUri uri;

  private Names(
      ConnectorUri origin,
      @Nullable ConnectorUri uri,
      Optional<SocketAddress> local,
      Optional<SocketAddress> peer,
      boolean isNearAssumed) {
    this.origin = origin;
    this.uri = uri;
    this.local = local.orElse(null);
    this.peer = peer.orElse(null);
    this.peer4 = 0;
    this.peer4Port = NO_PORT;
    this.isNearAssumed = isNearAssumed;
  }

  private Names(
      ConnectorUri listener,
      Optional<SocketAddress> local,
      int peer4,
      int peer4Port,
      boolean isNearAssumed) {
    this.origin = listener;
    this.local = local.orElse(null);
    this.peer = null;
    this.peer4 = peer4;
    this.peer4Port = peer4Port;
    this.isNearAssumed = isNearAssumed;
  }

  /** Of a connector with this URI. */
  static Names of(ConnectorUri uri, Optional<SocketAddress> local, Optional<SocketAddress> peer) {
    return new Names(uri, uri, local, peer, false);
  }

  /**
   * Of a connection that a listener accepted: the listener's URI, with the near end's address.
   *
   * @param isNearAssumed whether that is only where the listener was bound to
   */
  static Names accepted(
      ConnectorUri listener,
      Optional<SocketAddress> local,
      NativeAddress.Box peer,
      boolean isNearAssumed) {
    if (peer.isInternet4()) {
      return new Names(listener, local, peer.address4(), peer.port4(), isNearAssumed);
    }
    Optional<SocketAddress> far = Addresses.toPublic(peer.address());
    return far.orElse(null) instanceof InetSocketAddress internet
            && internet.getAddress() instanceof Inet4Address address
        ? new Names(
            listener,
            local,
            ByteBuffer.wrap(address.getAddress()).getInt(),
            internet.getPort(),
            isNearAssumed)
        : new Names(listener, null, local, far, isNearAssumed);
  }

  /** Whether it is made for this very URI. */
  boolean isOf(ConnectorUri same) {
    return origin == same;
  }

  /** Whether the near end is as good as known, but the system has not been asked. */
  boolean isNearAssumed() {
    return isNearAssumed;
  }

  /** The same with the near end as the system has it. */
  Names withNear(SocketAddress found) {
    Optional<SocketAddress> near = Optional.of(found.equals(local) ? local : found);
    return peer4Port == NO_PORT
        ? new Names(origin, null, near, Optional.ofNullable(peer), false)
        : new Names(origin, near, peer4, peer4Port, false);
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
    return Optional.ofNullable(farEnd());
  }

  private @Nullable SocketAddress farEnd() {
    if (peer4Port == NO_PORT) {
      return peer;
    }
    byte[] address = ByteBuffer.allocate(Integer.BYTES).putInt(peer4).array();
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), peer4Port);
    } catch (UnknownHostException e) {
      throw new AssertionError("length " + address.length, e);
    }
  }

  /** Words both ends, with an arrow in the direction in which bytes flow. */
  String text(int direction) {
    SocketAddress farEnd = farEnd();
    if (local == null || farEnd == null) {
      return plainUri();
    }
    String near = Addresses.text(local);
    String far = Addresses.text(farEnd);
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
