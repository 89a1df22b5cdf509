// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;

/**
 * The server behind {@link DataServer}: acceptors, and the connections that came by them.
 *
 * <p>It ends in this order, whoever ends it: the set of connections stops, so that nothing is added
 * any more; the acceptors close; connections end, or are closed. Each step may be taken twice.
 */
final class RunningDataServer implements DataServer, ConnectionOwner {
  private final Reactor reactor;
  private final DataHandler handler;
  private final DataLimits limits;
  private final DataConnections connections;
  private final DataReports reports;
  private final List<ConnectorUri> uris;
  private final Set<DataAcceptor> acceptors = ConcurrentHashMap.newKeySet();

  private RunningDataServer(
      Reactor reactor,
      DataHandler handler,
      DataLimits limits,
      List<Listener> listeners,
      DataConnections connections,
      DataReports reports) {
    this.reactor = reactor;
    this.handler = handler;
    this.limits = limits;
    this.connections = connections;
    this.reports = reports;
    this.uris = listeners.stream().map(Listener::uri).toList();
  }

  /** Serves what comes to the listeners, and owns them from now on, unless it throws. */
  static RunningDataServer start(
      Reactor reactor,
      DataHandler handler,
      DataLimits limits,
      List<Listener> listeners,
      DataConnections connections,
      DataReports reports)
      throws IOException {
    var server = new RunningDataServer(reactor, handler, limits, listeners, connections, reports);
    for (Listener listener : listeners) {
      server.acceptors.add(new DataAcceptor(server, listener, connections));
    }
    try {
      for (DataAcceptor acceptor : List.copyOf(server.acceptors)) {
        acceptor.begin();
      }
      return server;
    } catch (Throwable failure) {
      server.close();
      throw failure;
    }
  }

  Reactor reactor() {
    return reactor;
  }

  DataReports reports() {
    return reports;
  }

  // ---- what acceptors tell

  /** Serves a peer, for whom a place is reserved. */
  void serve(StreamConnector peer) {
    WatchedConnection connection;
    try {
      connection = new WatchedConnection(reactor, peer, handler, limits, this);
    } catch (Throwable failure) {
      refuse(peer, failure);
      if (connections.giveBack()) {
        roomCame();
      }
      return;
    }
    if (!connections.add(connection)) {
      connection.close();
      return;
    }
    try {
      connection.begin();
    } catch (ReactorClosedException _) {
      // the server ends with it
    } catch (Throwable failure) {
      reports.connectionFailed(peer, failure);
    }
  }

  private void refuse(StreamConnector peer, Throwable failure) {
    try {
      peer.close();
    } catch (IOException | RuntimeException closing) {
      failure.addSuppressed(closing);
    }
    reports.connectionFailed(peer, failure);
  }

  /** There is room for a connection. */
  void roomCame() {
    acceptors.forEach(DataAcceptor::adjust);
  }

  /** A listener was closed, or its reactor. */
  void listenerEnded(DataAcceptor ended) {
    ended.close();
    acceptors.remove(ended);
    if (acceptors.isEmpty()) {
      connections.stop();
    }
  }

  // ---- what connections tell

  @Override
  public boolean reports(WatchedConnection connection, Throwable failure) {
    return reports.handlerFailed(connection.connector(), failure);
  }

  @Override
  public void left(WatchedConnection connection) {
    if (connections.remove(connection)) {
      acceptors.forEach(DataAcceptor::endPause);
    }
  }

  // ---- DataServer

  @Override
  public List<ConnectorUri> uris() {
    return uris;
  }

  @Override
  public int activeConnections() {
    return connections.size();
  }

  @Override
  public List<DataConnection> connections() {
    return List.copyOf(connections.all());
  }

  @Override
  public DataServerStatistics statistics() {
    return connections.statistics(reports);
  }

  @Override
  public void await() throws InterruptedException {
    boolean unused = connections.awaitEnd(Deadline.NONE);
  }

  @Override
  public int drain(Deadline deadline) {
    stopAccepting();
    try {
      if (connections.awaitEnd(deadline.earliest(Deadline.current()))) {
        return 0;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return closeAll();
  }

  @Override
  public void close() {
    stopAccepting();
    int unused = closeAll();
  }

  private void stopAccepting() {
    connections.stop();
    acceptors.forEach(DataAcceptor::close);
    acceptors.clear();
  }

  private int closeAll() {
    List<WatchedConnection> all = connections.all();
    all.forEach(WatchedConnection::close);
    return all.size();
  }

  @Override
  public String toString() {
    return "DataServer" + uris + ": " + activeConnections() + " active";
  }
}
