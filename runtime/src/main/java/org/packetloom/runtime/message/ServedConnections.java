// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.packetloom.message.MessageServerConfig;

/** All connections of a server: pending ones, those that have not ended, and those that end. */
final class ServedConnections {
  private final ServerEndpoint server;
  private final int mostConnections;
  private final int mostPending;
  private final PendingShares shares;
  private final ServedIds ids = new ServedIds();
  private final Map<ServedConnection.Origin, ServedConnection> origins = new HashMap<>();
  private final ServedDeadlines deadlines = new ServedDeadlines();

  /** Those that are connected, each knows its index. */
  private final List<ServedConnection> live = new ArrayList<>();

  private int pending;
  private boolean isClosed;

  ServedConnections(ServerEndpoint server) {
    this.server = server;
    MessageServerConfig config = server.config();
    mostConnections = config.maxConnections();
    mostPending = config.maxPending();
    shares = new PendingShares(mostPending, config.handshakesPerSecond() > 0, server.random());
  }

  ServedDeadlines deadlines() {
    return deadlines;
  }

  List<ServedConnection> live() {
    return live;
  }

  int pendingCount() {
    return pending;
  }

  /** How many there are of any kind. */
  int size() {
    return ids.size();
  }

  boolean isFull() {
    return isClosed || live.size() + pending >= mostConnections;
  }

  /** Whether one more of an address may be pending. */
  boolean hasRoomFor(SocketAddress address) {
    return pending < mostPending && shares.hasRoom(address);
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Takes no more. */
  void close() {
    isClosed = true;
  }

  /** The connection of an id; null if there is none. */
  ServedConnection find(long id) {
    return ids.get(id);
  }

  /** The connection that was made for a response; null if there is none. */
  ServedConnection find(ServedConnection.Origin origin) {
    return origins.get(origin);
  }

  /** Adds one that is pending until a deadline. */
  void add(
      long id,
      ServedConnection.Origin origin,
      ServerAgreement.Agreed agreed,
      TokenContent token,
      byte[] answer,
      long expires) {
    var connection = new ServedConnection(server, id, origin, agreed, token, answer);
    ids.put(connection);
    origins.put(origin, connection);
    pending++;
    shares.add(origin.address());
    deadlines.set(connection, expires);
  }

  /** One that was pending has been heard of. */
  void connect(ServedConnection connection) {
    endPending(connection);
    connection.state(ServedConnection.State.CONNECTED);
    connection.liveIndex = live.size();
    live.add(connection);
  }

  private void endPending(ServedConnection connection) {
    pending--;
    shares.remove(connection.origin().address());
  }

  /** One that was connected has ended. */
  void close(ServedConnection connection) {
    connection.state(ServedConnection.State.CLOSING);
    ServedConnection last = live.removeLast();
    if (last != connection) {
      live.set(connection.liveIndex, last);
      last.liveIndex = connection.liveIndex;
    }
    connection.liveIndex = -1;
  }

  /** Forgets one that is pending or has ended. */
  void remove(ServedConnection connection) {
    if (connection.state() == ServedConnection.State.PENDING) {
      endPending(connection);
    }
    connection.state(ServedConnection.State.GONE);
    deadlines.remove(connection);
    ids.remove(connection);
    origins.remove(connection.origin());
  }
}
