// SPDX-License-Identifier: Apache-2.0
package org.packetloom.serving;

import java.io.IOException;
import java.util.Optional;
import org.packetloom.ConnectionLimit;
import org.packetloom.ConnectionLimitException;
import org.packetloom.StreamConnector;
import org.packetloom.proxy.ProxyProtocol;
import org.packetloom.proxy.ProxyProtocolException;

/**
 * Decides whether a server serves a connection.
 *
 * @param limits how many there may be, how long and how slow
 * @param peers how many of them each peer has
 * @param proxies who has to send a header first; empty if nobody
 */
public record Admission(ServerLimits limits, PeerCounts peers, Optional<ProxyProtocol> proxies) {
  /**
   * Counts nobody yet.
   *
   * @param limits how many there may be, how long and how slow
   * @param proxies who has to send a header first; empty if nobody
   * @return decides
   */
  public static Admission of(ServerLimits limits, Optional<ProxyProtocol> proxies) {
    return new Admission(limits, new PeerCounts(limits.maxPerPeer()), proxies);
  }

  /**
   * Whether a connection has to begin with a header.
   *
   * @param connection accepted just now
   * @return true if it comes from a proxy
   * @throws ConnectionLimitException if it does not, and nothing else is served
   */
  public boolean awaitsHeader(StreamConnector connection) throws ConnectionLimitException {
    if (proxies.isEmpty()) {
      return false;
    }
    boolean isFromProxy = proxies.get().isTrusted(connection.peerAddress());
    if (!isFromProxy && !proxies.get().isServingOthers()) {
      throw failure(connection, ConnectionLimit.NO_PROXY);
    }
    return isFromProxy;
  }

  /**
   * Has a connection take a place among those of its peer, once it is known who that is.
   *
   * @param connection its header was read, if it has one
   * @return empty if it needs none
   * @throws ConnectionLimitException if its peer has too many
   * @throws IOException if the system does not tell who the peer is
   */
  public Optional<PeerCounts.Place> enter(StreamConnector connection) throws IOException {
    return peers.enter(connection, limits);
  }

  /**
   * Words a limit that a connection has exceeded.
   *
   * @param connection whichever
   * @param limit what it has exceeded
   * @return to be reported
   */
  public ConnectionLimitException failure(StreamConnector connection, ConnectionLimit limit) {
    return new ConnectionLimitException(limit, connection + ": " + limits.words(limit));
  }

  /**
   * Words that a header was not there in time.
   *
   * @param connection whose peer is a proxy
   * @return to be reported
   */
  public ProxyProtocolException headerIsLate(StreamConnector connection) {
    return new ProxyProtocolException(
        "not complete after " + proxies.orElseThrow().headerTimeout() + ": " + connection);
  }
}
