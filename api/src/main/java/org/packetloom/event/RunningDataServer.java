// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectionLimit;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.proxy.ProxyHeader;
import org.packetloom.serving.Admission;
import org.packetloom.serving.ListenerGroup;
import org.packetloom.serving.PeerCounts;
import org.packetloom.tls.Tls;
import org.packetloom.tls.TlsConnector;

/**
 * The server behind {@link DataServer}: acceptors, and the connections that came by them.
 *
 * <p>It ends in this order, whoever ends it: the set of connections stops, so that nothing is added
 * any more; the acceptors close, and what waits for a header; connections end, or are closed. Each
 * step may be taken twice.
 */
final class RunningDataServer implements DataServer {
  private final Reactor reactor;
  private final DataHandler handler;
  private final DataLimits limits;
  private final Admission admission;
  private final Optional<Tls> tls; // what encrypts connections that are not encrypted anyway
  private final DataConnections connections;
  private final DataReports reports;
  private final List<ConnectorUri> uris;
  private final Set<DataAcceptor> acceptors = ConcurrentHashMap.newKeySet();

  /** Those whose headers are not complete; each has a place. */
  private final Set<HeaderWait> unannounced = ConcurrentHashMap.newKeySet();

  /** Those whose handshakes are not done, or have failed and are not gone; each has a place. */
  private final Set<HandshakeWait> shaking = ConcurrentHashMap.newKeySet();

  private volatile @Nullable Timer sweep; // null if there is nothing to look at

  private RunningDataServer(
      Reactor reactor,
      DataHandler handler,
      DataLimits limits,
      Admission admission,
      Optional<Tls> tls,
      List<ConnectorUri> uris,
      DataReports reports) {
    this.reactor = reactor;
    this.handler = handler;
    this.limits = limits;
    this.admission = admission;
    this.tls = tls;
    this.connections = new DataConnections(admission.limits().maxConnections());
    this.reports = reports;
    this.uris = uris;
  }

  /** Serves what comes to the listeners, and owns them from now on. */
  static RunningDataServer start(
      Reactor reactor,
      DataHandler handler,
      DataLimits limits,
      Admission admission,
      Optional<Tls> tls,
      ListenerGroup listeners,
      DataReports reports)
      throws IOException {
    var server =
        new RunningDataServer(reactor, handler, limits, admission, tls, listeners.uris(), reports);
    for (Listener listener : listeners.listeners()) {
      server.acceptors.add(new DataAcceptor(server, listener, server.connections));
    }
    try {
      server.startSweeping(Duration.ofNanos(admission.limits().sweepNanos()));
      for (DataAcceptor acceptor : List.copyOf(server.acceptors)) {
        acceptor.begin();
      }
      return server;
    } catch (Throwable failure) {
      server.close();
      throw failure;
    }
  }

  private void startSweeping(Duration interval) {
    if (interval.isPositive()) {
      sweep = reactor.every(Deadline.after(interval), interval, _ -> sweep());
    }
  }

  /** Looks at all connections, for limits that they have exceeded. */
  private void sweep() {
    connections.sweep();
    if (connections.isOver()) {
      endSweeping();
    }
  }

  private void endSweeping() {
    Timer timer = sweep;
    if (timer != null) {
      boolean unused = timer.cancel();
    }
  }

  Reactor reactor() {
    return reactor;
  }

  DataReports reports() {
    return reports;
  }

  Admission admission() {
    return admission;
  }

  // ---- what acceptors tell

  /** Serves a peer, for whom a place is reserved. */
  void serve(StreamConnector peer) {
    try {
      if (admission.awaitsHeader(peer)) {
        HeaderWait wait = new HeaderWait(this, peer, admission.proxies().orElseThrow());
        unannounced.add(wait);
        wait.begin();
        if (connections.isStopped()) {
          wait.close(); // it may have come too late to be found
        }
      } else {
        welcome(peer);
      }
    } catch (Throwable failure) {
      refuse(peer, failure);
    }
  }

  /** A peer is known by name: it shakes hands if it is to be encrypted, and is served. */
  private void welcome(StreamConnector peer) throws IOException {
    Optional<PeerCounts.Place> place = admission.enter(peer);
    StreamConnector served = peer;
    try {
      if (tls.isPresent() && !(peer instanceof TlsConnector)) {
        served = tls.get().lazilyOver(reactor.packetloom(), peer);
      }
      if (served instanceof TlsConnector encrypted) {
        shake(new HandshakeWait(this, encrypted, place));
        return;
      }
    } catch (Throwable failure) {
      place.ifPresent(PeerCounts.Place::leave);
      throw failure;
    }
    admit(served, place);
  }

  private void shake(HandshakeWait wait) {
    shaking.add(wait);
    try {
      wait.begin();
    } catch (Throwable failure) { // no thread is to be had
      shaking.remove(wait);
      throw failure;
    }
    if (connections.isStopped()) {
      wait.close(); // it may have come too late to be found
    }
  }

  private void admit(StreamConnector peer, Optional<PeerCounts.Place> place) throws IOException {
    DataMember member = new DataMember(this, place);
    WatchedConnection connection;
    try {
      connection = new WatchedConnection(reactor, peer, handler, limits, member);
      member.begin(connection);
    } catch (Throwable failure) {
      member.leavePlace();
      throw failure;
    }
    if (!connections.add(connection, member)) {
      member.leavePlace();
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

  /** Closes a peer that is not served, and gives its place back. */
  private void refuse(StreamConnector peer, Throwable failure) {
    reject(peer, failure);
    giveBack();
  }

  private void reject(StreamConnector peer, Throwable failure) {
    try {
      peer.close();
    } catch (IOException | RuntimeException closing) {
      failure.addSuppressed(closing);
    }
    reports.connectionFailed(peer, failure);
  }

  /** Turns a peer away, for want of a descriptor: that of the peer is free for the report. */
  void shed(StreamConnector peer) {
    close(peer);
    reports.connectionFailed(peer, admission.failure(peer, ConnectionLimit.DESCRIPTORS));
    giveBack();
  }

  private void giveBack() {
    if (connections.giveBack()) {
      roomCame();
    }
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

  /** A proxy has told whom it speaks for. */
  void announced(HeaderWait wait, StreamConnector peer, ProxyHeader header) {
    unannounced.remove(wait);
    try {
      peer.proxied(header);
      welcome(peer);
    } catch (Throwable failure) {
      refuse(peer, failure);
    }
  }

  /** A peer has shaken hands. */
  void shaken(HandshakeWait wait, StreamConnector peer, Optional<PeerCounts.Place> place) {
    shaking.remove(wait);
    try {
      admit(peer, place);
    } catch (Throwable failure) {
      refuse(peer, failure);
    }
  }

  /** A handshake has failed. */
  void refused(HandshakeWait wait, StreamConnector peer, Throwable failure) {
    reject(peer, failure);
    Lingering.whenGone(peer, () -> gone(wait));
  }

  /** A peer has left instead of shaking hands, or is not waited for any more. */
  void leftUnannounced(HandshakeWait wait, StreamConnector peer) {
    close(peer);
    Lingering.whenGone(peer, () -> gone(wait));
  }

  private void gone(HandshakeWait wait) {
    shaking.remove(wait);
    wait.leavePlace();
    giveBack();
  }

  /** A proxy has not told that as it should. */
  void refused(HeaderWait wait, StreamConnector peer, Throwable failure) {
    unannounced.remove(wait);
    refuse(peer, failure);
  }

  /** A proxy has left without a word, or is not waited for any more. */
  void leftUnannounced(HeaderWait wait, StreamConnector peer) {
    unannounced.remove(wait);
    close(peer);
    giveBack();
  }

  private void close(StreamConnector peer) {
    try {
      peer.close();
    } catch (IOException | RuntimeException failure) {
      reports.closeFailed(peer.uri(), failure);
    }
  }

  void left(WatchedConnection connection) {
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
    endSweeping();
  }

  private void stopAccepting() {
    connections.stop();
    acceptors.forEach(DataAcceptor::close);
    acceptors.clear();
    unannounced.forEach(HeaderWait::close);
    shaking.forEach(HandshakeWait::close);
  }

  private int closeAll() {
    List<WatchedConnection> all = connections.all();
    all.forEach(WatchedConnection::close);
    all.forEach(connection -> Lingering.cut(connection.connector()));
    shaking.forEach(HandshakeWait::cut);
    return all.size();
  }

  @Override
  public String toString() {
    return "DataServer" + uris + ": " + activeConnections() + " active";
  }
}
