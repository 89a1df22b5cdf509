// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.packetloom.ConnectorUri;
import org.packetloom.MessageTooLargeException;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.MessageConnection;
import org.packetloom.message.ServedPeer;
import org.packetloom.message.ServerEvent;
import org.packetloom.message.ServerStats;
import org.packetloom.message.SharedPayload;

/** Serves those connections of a server that share a lock. */
final class ServerShard extends Driver {
  private final RunningServer owner;
  private final ServerEndpoint server;

  /** Those whose state may have changed in this turn. */
  private final List<DrivenConnection> touched = new ArrayList<>();

  private final Consumer<ServedPeer> toucher = this::note;

  private boolean isClosing; // guarded by endpointLock
  private boolean isFailed; // guarded by endpointLock

  /** A client, as its connection sees it. */
  private record Peer(ServedConnection served) implements PeerIdentity {
    @Override
    public long id() {
      return served.id();
    }

    @Override
    public Optional<SocketAddress> address() {
      return served.addressAsOptional();
    }

    @Override
    public long clientId() {
      return served.clientId();
    }

    @Override
    public ByteBuffer userData() {
      return served.userData();
    }
  }

  ServerShard(
      RunningServer owner,
      ServerEndpoint server,
      ConnectorUri uri,
      Outlet outlet,
      ThreadFactory threads) {
    super(uri, outlet, threads);
    this.owner = owner;
    this.server = server;
  }

  RunningServer owner() {
    return owner;
  }

  private static ServedConnection served(DrivenConnection connection) {
    return ((Peer) connection.identity()).served();
  }

  // ---- the driver

  @Override
  void receive(ByteBuffer datagram, Optional<SocketAddress> from, long now) {
    if (from.isPresent()) {
      server.receive(datagram, from.get(), now);
    }
  }

  @Override
  void advance(long now) {
    server.advance(now);
  }

  @Override
  boolean compose(Outlet into, long now) {
    ByteBuffer room = into.room();
    Optional<SocketAddress> to = server.transmit(room, now);
    if (to.isPresent()) {
      into.add(room, to.get());
      return true;
    }
    return false;
  }

  @Override
  long nextDeadline() {
    return server.nextDeadline();
  }

  @Override
  void settle(long now) {
    for (Optional<ServerEvent> event = server.pollEvent();
        event.isPresent();
        event = server.pollEvent()) {
      switch (event.get()) {
        case ServerEvent.Connected(ServedPeer peer) -> begin((ServedConnection) peer);
        case ServerEvent.Moved _ -> {}
        case ServerEvent.Disconnected(ServedPeer peer, DisconnectReason reason) ->
            end((ServedConnection) peer, reason);
      }
    }
    touched.clear();
    server.drainActive(toucher);
    touched.forEach(DrivenConnection::settle);
  }

  private void begin(ServedConnection peer) {
    var connection =
        new DrivenConnection(
            this, new Peer(peer), peer.core(), owner.flushPolicy(), owner.interruptPolicy());
    peer.attach(connection);
    owner.connected(connection);
  }

  private void end(ServedConnection peer, DisconnectReason reason) {
    Optional<DrivenConnection> connection = peer.attachment(DrivenConnection.class);
    if (connection.isPresent()) {
      connection.get().settle();
      connection.get().end(reason, Optional.empty());
      owner.disconnected();
    }
  }

  private void note(ServedPeer peer) {
    peer.attachment(DrivenConnection.class).ifPresent(touched::add);
  }

  @Override
  void relieve() {
    touched.forEach(DrivenConnection::relieve);
    touched.clear();
  }

  @Override
  void touch(DrivenConnection connection) {
    server.ready(served(connection));
  }

  @Override
  void end(DrivenConnection connection, DisconnectReason reason) {
    long now = System.nanoTime();
    server.end(served(connection), reason, now);
    send(now);
    settle(now);
  }

  /** One client's trouble is no other's: nothing is done about it. */
  @Override
  void refused(IOException failure) {}

  @Override
  boolean isOver() {
    return isFailed || isClosing && server.isTold();
  }

  @Override
  void fail(IOException failure) {
    if (isFailed || isOver()) {
      return;
    }
    isFailed = true;
    DisconnectReason reason = DisconnectReason.of(DisconnectReason.Kind.SOCKET_FAILED);
    for (ServedPeer each : server.connections()) {
      each.attachment(DrivenConnection.class)
          .ifPresent(connection -> connection.end(reason, Optional.of(failure)));
    }
    owner.failed(failure);
  }

  /** The driver goes on, and tells the client. */
  @Override
  void awaitClosed(DrivenConnection connection) {}

  // ---- what the server asks for, without the lock

  /** Takes no more clients. */
  void takeNoMore() {
    endpointLock.lock();
    try {
      server.takeNoMore();
    } finally {
      endpointLock.unlock();
    }
  }

  /** Ends all connections. */
  void close() {
    endpointLock.lock();
    try {
      long now = System.nanoTime();
      isClosing = true;
      server.close(now);
      settle(now);
      send(now);
    } finally {
      endpointLock.unlock();
    }
  }

  void addConnections(Collection<MessageConnection> into) {
    endpointLock.lock();
    try {
      for (ServedPeer each : server.connections()) {
        each.attachment(DrivenConnection.class).ifPresent(into::add);
      }
    } finally {
      endpointLock.unlock();
    }
  }

  boolean disconnect(long id, int code) {
    endpointLock.lock();
    try {
      long now = System.nanoTime();
      boolean isThere = server.disconnect(id, code, now);
      send(now);
      settle(now);
      return isThere;
    } finally {
      endpointLock.unlock();
    }
  }

  int broadcast(int channel, SharedPayload payload) throws MessageTooLargeException {
    endpointLock.lock();
    try {
      int count = server.broadcast(channel, payload);
      send(System.nanoTime());
      return count;
    } finally {
      endpointLock.unlock();
    }
  }

  /** Sends to those of some connections that are served here. */
  int send(int channel, SharedPayload payload, Iterable<? extends DrivenConnection> connections)
      throws MessageTooLargeException {
    List<ServedPeer> peers = new ArrayList<>();
    for (DrivenConnection each : connections) {
      if (each.driver() == this) {
        peers.add(served(each));
      }
    }
    if (peers.isEmpty()) {
      return 0;
    }
    endpointLock.lock();
    try {
      int count = server.send(channel, payload, peers);
      send(System.nanoTime());
      return count;
    } finally {
      endpointLock.unlock();
    }
  }

  void flush() {
    endpointLock.lock();
    try {
      turn(System.nanoTime());
    } finally {
      endpointLock.unlock();
    }
  }

  ServerStats stats() {
    endpointLock.lock();
    try {
      return server.stats();
    } finally {
      endpointLock.unlock();
    }
  }

  @Override
  public String toString() {
    return "shard of " + uri();
  }
}
