// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.packetloom.serving.Handshakes;
import org.packetloom.serving.PeerCounts;
import org.packetloom.tls.TlsConnector;

/**
 * An encrypted connection whose handshake is not done yet. That takes both directions, and a thread
 * until it is over; a {@link WatchedConnection} is made of it then.
 *
 * <p>Who sets {@code isOver} settles it: the thread, or a server that closes. It has a place among
 * the connections until then.
 */
final class HandshakeWait implements Runnable {
  private final RunningDataServer server;
  private final TlsConnector connector;
  private final Optional<PeerCounts.Place> place;
  private final AtomicBoolean isOver = new AtomicBoolean();

  /**
   * Of a connection.
   *
   * @param place the one among those of its peer
   */
  HandshakeWait(
      RunningDataServer server, TlsConnector connector, Optional<PeerCounts.Place> place) {
    this.server = server;
    this.connector = connector;
    this.place = place;
  }

  /** Begins; whatever comes, the server is told of the end. */
  void begin() {
    server.reactor().packetloom().threadFactory().newThread(this).start();
  }

  @Override
  public void run() {
    try {
      if (!Handshakes.shake(connector, server.admission())) {
        close(); // a check of health
      } else if (isOver.compareAndSet(false, true)) {
        server.shaken(this, connector, place);
      }
    } catch (IOException | RuntimeException | Error failure) {
      if (isOver.compareAndSet(false, true)) {
        server.refused(this, connector, failure);
      }
    }
  }

  /** Waits no more, and closes the connection. */
  void close() {
    if (isOver.compareAndSet(false, true)) {
      server.leftUnannounced(this, connector);
    }
  }

  /** As {@link #close}, or ends a connection that lingers, and what is left is dropped. */
  void cut() {
    close();
    Lingering.cut(connector);
  }

  void leavePlace() {
    place.ifPresent(PeerCounts.Place::leave);
  }

  @Override
  public String toString() {
    return "handshake of " + connector;
  }
}
