// SPDX-License-Identifier: Apache-2.0
package org.packetloom.serving;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.packetloom.ConnectionLimit;
import org.packetloom.ConnectionLimitException;
import org.packetloom.LocalStreamConnector;
import org.packetloom.StreamConnector;
import org.packetloom.proxy.ProxyHeader;

/*
 * Who a peer is: an IPv4 address; the first 64 bits of an IPv6 address, since a single customer
 * commonly has all addresses that begin with them; but a link-local address whole, since all
 * neighbours share its beginning. At a Unix-domain socket it is the user, as far as the system
 * vouches for one. Other peers are not told apart, and not counted; nor are those of a proxy that
 * does not tell their addresses.
 */

/** How many connections each peer has at the moment. */
public final class PeerCounts {
  private static final int PREFIX_BYTES = 8;

  private final int most;
  private final Map<Object, Integer> counts = new ConcurrentHashMap<>();

  /**
   * Counts nobody yet.
   *
   * @param most connections of one peer; zero for no limit
   */
  public PeerCounts(int most) {
    this.most = most;
  }

  /** The place that a connection takes among those of its peer; left once, by whoever is first. */
  public final class Place {
    private final Object peer;
    private final AtomicBoolean left = new AtomicBoolean();

    private Place(Object peer) {
      this.peer = peer;
    }

    /** Leaves it; does nothing if it was left. */
    public void leave() {
      if (left.compareAndSet(false, true)) {
        counts.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
      }
    }
  }

  /**
   * Has a connection take a place.
   *
   * @param connection whose peer is known
   * @param limits word the failure
   * @return empty if it needs none
   * @throws ConnectionLimitException if its peer has too many
   * @throws IOException if the system does not tell who the peer is
   */
  public Optional<Place> enter(StreamConnector connection, ServerLimits limits) throws IOException {
    Optional<Object> peer = most == 0 ? Optional.empty() : peer(connection);
    if (peer.isEmpty()) {
      return Optional.empty();
    }
    var entered = new AtomicBoolean();
    counts.compute(
        peer.get(),
        (_, count) -> {
          int before = count == null ? 0 : count;
          entered.set(before < most);
          return Math.min(most, before + 1);
        });
    if (!entered.get()) {
      throw new ConnectionLimitException(
          ConnectionLimit.PEER_CONNECTIONS,
          connection + ": " + limits.words(ConnectionLimit.PEER_CONNECTIONS));
    }
    return Optional.of(new Place(peer.get()));
  }

  /**
   * Peers that have a connection.
   *
   * @return zero or more
   */
  public int peers() {
    return counts.size();
  }

  private static Optional<Object> peer(StreamConnector connection) throws IOException {
    Optional<ProxyHeader> header = connection.proxyHeader();
    if (header.isPresent()) {
      return header.get().source().flatMap(PeerCounts::peer);
    }
    if (connection instanceof LocalStreamConnector local) {
      return Optional.of(local.peerCredentials().uid());
    }
    return connection.peerAddress().flatMap(PeerCounts::peer);
  }

  /**
   * What all connections of one peer have in common.
   *
   * @param address of one of them
   * @return empty for peers that are not told apart
   */
  public static Optional<Object> peer(SocketAddress address) {
    if (!(address instanceof InetSocketAddress internet) || internet.isUnresolved()) {
      return Optional.empty();
    }
    InetAddress ip = internet.getAddress();
    if (ip instanceof Inet6Address six && !six.isLinkLocalAddress() && !six.isLoopbackAddress()) {
      byte[] prefix = Arrays.copyOf(six.getAddress(), PREFIX_BYTES);
      return Optional.of(HexFormat.of().formatHex(prefix));
    }
    return Optional.of(ip);
  }
}
