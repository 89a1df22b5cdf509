// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectionLimit;
import org.packetloom.ConnectionLimitException;
import org.packetloom.serving.Activity;
import org.packetloom.serving.PeerCounts;

/** What a server knows of one of its connections, beside the connection. */
final class DataMember implements ConnectionOwner {
  private final RunningDataServer server;

  /** The connection's place among those of its peer. */
  private final Optional<PeerCounts.Place> place;

  /** Null where nothing is swept, and until {@link #begin}; used by who sweeps. */
  private volatile @Nullable Activity activity;

  DataMember(RunningDataServer server, Optional<PeerCounts.Place> place) {
    this.server = server;
    this.place = place;
  }

  /** From now on limits of time and rate hold. */
  void begin(WatchedConnection connection) {
    if (server.admission().limits().sweepNanos() > 0) {
      activity =
          new Activity(
              connection.connector(),
              connection::isAwaitingInput,
              () -> connection.queue().queuedBytes() > 0,
              server.admission().limits(),
              System.nanoTime());
    }
  }

  /** Closes the connection if it has exceeded a limit. */
  void sweep(WatchedConnection connection, long now) {
    Activity known = activity;
    Optional<ConnectionLimit> exceeded = known == null ? Optional.empty() : known.sweep(now);
    if (exceeded.isPresent()) {
      ConnectionLimitException failure =
          server.admission().failure(connection.connector(), exceeded.get());
      if (connection.tryEnd(Optional.of(failure))) {
        server.reports().connectionFailed(connection.connector(), failure);
      }
    }
  }

  @Override
  public boolean reports(WatchedConnection connection, Throwable failure) {
    return server.reports().handlerFailed(connection.connector(), failure);
  }

  @Override
  public void left(WatchedConnection connection) {
    Lingering.whenGone(
        connection.connector(),
        () -> {
          leavePlace();
          server.left(connection);
        });
  }

  void leavePlace() {
    place.ifPresent(PeerCounts.Place::leave);
  }
}
