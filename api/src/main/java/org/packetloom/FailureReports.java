// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.packetloom.proxy.ProxyProtocolException;
import org.packetloom.tls.TlsHandshakeException;

/** Counts failures of a server, hands them to the user's listener, and survives that one's own. */
final class FailureReports {
  private static final Logger LOGGER = System.getLogger(Server.class.getName());

  private final FailureListener listener;
  private final LongAdder connections = new LongAdder();
  private final LongAdder headers = new LongAdder();
  private final LongAdder handshakes = new LongAdder();
  private final LongAdder accepts = new LongAdder();
  private final Map<ConnectionLimit, LongAdder> limits = new EnumMap<>(ConnectionLimit.class);

  FailureReports(FailureListener listener) {
    this.listener = listener;
    for (ConnectionLimit limit : ConnectionLimit.values()) {
      limits.put(limit, new LongAdder());
    }
  }

  /** Where failures go unless the user says otherwise. */
  static void log(StreamConnector connection, Throwable failure) {
    if (failure instanceof ConnectionLimitException || failure instanceof TlsHandshakeException) {
      LOGGER.log(Level.DEBUG, failure::getMessage); // as many as strangers like
    } else {
      LOGGER.log(Level.WARNING, "serve " + connection.uri(), failure);
    }
  }

  void connectionFailed(StreamConnector connection, Throwable failure) {
    connections.increment();
    if (failure instanceof ConnectionLimitException exceeded) {
      limits.get(exceeded.limit()).increment();
    }
    if (failure instanceof TlsHandshakeException
        || failure.getCause() instanceof TlsHandshakeException) {
      handshakes.increment();
    }
    if (failure instanceof ProxyProtocolException) {
      headers.increment();
    }
    guard(() -> listener.connectionFailed(connection, failure));
  }

  void acceptFailed(ConnectorUri uri, Throwable failure) {
    guard(() -> listener.acceptFailed(uri, failure));
  }

  void countAcceptFailure() {
    accepts.increment();
  }

  /** A listener that could not be closed cleanly is closed all the same. */
  void closeFailed(ConnectorUri uri, Throwable failure) {
    guard(() -> LOGGER.log(Level.WARNING, "close " + uri, failure));
  }

  long failedConnections() {
    return connections.sum();
  }

  /** All numbers, with those of the connections. */
  ServerStatistics statistics(ConnectionSet set) {
    Map<ConnectionLimit, Long> limited = new EnumMap<>(ConnectionLimit.class);
    limits.forEach((limit, count) -> limited.put(limit, count.sum()));
    return new ServerStatistics(
        set.added(),
        set.size(),
        connections.sum(),
        limited,
        headers.sum(),
        handshakes.sum(),
        accepts.sum());
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
