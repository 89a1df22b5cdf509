// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorUri;
import org.packetloom.FailureListener;
import org.packetloom.StreamConnector;
import org.packetloom.serving.FailureCounts;

/** Counts failures of a server, hands them to the user's listener, and survives that one's own. */
final class DataReports {
  private static final System.Logger LOGGER = System.getLogger(DataServer.class.getName());

  private final @Nullable FailureListener listener; // null if there is none
  private final FailureCounts counts = new FailureCounts();

  DataReports(@Nullable FailureListener listener) {
    this.listener = listener;
  }

  /** A handler threw; false if there is no listener to be told. */
  boolean handlerFailed(StreamConnector connection, Throwable failure) {
    counts.connectionFailed(failure);
    FailureListener known = listener;
    if (known == null) {
      return false;
    }
    guard(() -> known.connectionFailed(connection, failure));
    return true;
  }

  /** A connection was accepted and cannot be served, or has exceeded a limit. */
  void connectionFailed(StreamConnector connection, Throwable failure) {
    if (handlerFailed(connection, failure)) {
      return;
    }
    if (FailureCounts.isOfStrangers(failure)) {
      LOGGER.log(Level.DEBUG, failure::getMessage);
    } else {
      log("serve " + connection.uri(), failure);
    }
  }

  void countAcceptFailure() {
    counts.acceptFailed();
  }

  void acceptFailed(ConnectorUri uri, Throwable failure) {
    FailureListener known = listener;
    if (known == null) {
      log("accept " + uri, failure);
    } else {
      guard(() -> known.acceptFailed(uri, failure));
    }
  }

  /** What could not be closed cleanly is closed all the same. */
  void closeFailed(ConnectorUri uri, Throwable failure) {
    log("close " + uri, failure);
  }

  FailureCounts counts() {
    return counts;
  }

  private static void guard(Runnable report) {
    try {
      report.run();
    } catch (Throwable failure) {
      log("the failure listener failed", failure);
    }
  }

  private static void log(String message, Throwable failure) {
    try {
      LOGGER.log(Level.WARNING, message, failure);
    } catch (Throwable _) {
      // Not even logging works, perhaps for lack of memory: the server matters more.
    }
  }
}
