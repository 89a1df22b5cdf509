// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.packetloom.serving.FailureCounts;

/** Counts failures of a server, hands them to the user's listener, and survives that one's own. */
final class FailureReports {
  private static final Logger LOGGER = System.getLogger(Server.class.getName());

  private final FailureListener listener;
  private final FailureCounts counts = new FailureCounts();

  FailureReports(FailureListener listener) {
    this.listener = listener;
  }

  /** Where failures go unless the user says otherwise. */
  static void log(StreamConnector connection, Throwable failure) {
    if (FailureCounts.isOfStrangers(failure)) {
      LOGGER.log(Level.DEBUG, failure::getMessage);
    } else {
      LOGGER.log(Level.WARNING, "serve " + connection.uri(), failure);
    }
  }

  void connectionFailed(StreamConnector connection, Throwable failure) {
    counts.connectionFailed(failure);
    guard(() -> listener.connectionFailed(connection, failure));
  }

  void acceptFailed(ConnectorUri uri, Throwable failure) {
    guard(() -> listener.acceptFailed(uri, failure));
  }

  void countAcceptFailure() {
    counts.acceptFailed();
  }

  /** A listener that could not be closed cleanly is closed all the same. */
  void closeFailed(ConnectorUri uri, Throwable failure) {
    guard(() -> LOGGER.log(Level.WARNING, "close " + uri, failure));
  }

  long failedConnections() {
    return counts.connections();
  }

  /** All numbers, with those of the connections. */
  ServerStatistics statistics(ConnectionSet set) {
    return new ServerStatistics(
        set.added(),
        set.size(),
        counts.connections(),
        counts.limited(),
        counts.headers(),
        counts.handshakes(),
        counts.accepts());
  }

  private static void guard(Runnable report) {
    try {
      report.run();
    } catch (Throwable failure) {
      logQuietly(failure);
    }
  }

  private static void logQuietly(Throwable failure) {
    try {
      LOGGER.log(Level.WARNING, "the failure listener failed", failure);
    } catch (Throwable _) {
      // Not even logging works, perhaps for lack of memory: the server matters more.
    }
  }
}
