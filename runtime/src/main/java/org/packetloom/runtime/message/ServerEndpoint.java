// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.net.SocketAddress;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.packetloom.MessageTooLargeException;
import org.packetloom.message.BackpressureException;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.MessageServerEndpoint;
import org.packetloom.message.ReceiveResult;
import org.packetloom.message.ServedPeer;
import org.packetloom.message.ServerEvent;
import org.packetloom.message.ServerStats;
import org.packetloom.message.SharedPayload;

/**
 * All connections of one socket.
 *
 * <p>A connection waits either in the heap of deadlines, until something is due, or in the queue of
 * those that may have something to send: whatever happens to it puts it there, and finding that it
 * has nothing more to send puts it back into the heap. So nothing looks at all of them.
 */
final class ServerEndpoint implements MessageServerEndpoint {
  /** Datagrams of one connection before the next one's turn. */
  private static final int TURN = 8;

  /** How long a client that was told of the end is told again if it does not know. */
  private static final long LINGER_NANOS = 3_000_000_000L;

  private final MessageServerConfig config;
  private final RandomGenerator random;
  private final long firstNumber;
  private final ServerCounters counters = new ServerCounters();
  private final ReplyQueue replies = new ReplyQueue();
  private final ServedConnections connections;
  private final ServerHandshake handshake;
  private final Scratch scratch = new Scratch();
  private final ByteBuffer outgoing;

  /** Each at most once: those that may have something to send. */
  private final ArrayDeque<ServedConnection> ready = new ArrayDeque<>();

  private final ServedNews news;
  private long now;
  private int turn;

  /**
   * Makes a server.
   *
   * @param firstNumber number of the first data packet of each side
   */
  ServerEndpoint(MessageServerConfig config, RandomGenerator random, long now, long firstNumber) {
    this.config = config;
    this.random = random;
    this.firstNumber = firstNumber;
    this.now = now;
    outgoing = ByteBuffer.allocate(config.messages().maxDatagramSize());
    connections = new ServedConnections(this);
    news = new ServedNews(connections, config.maxConnections());
    handshake = new ServerHandshake(config, connections, replies, counters, random, now);
  }

  private long clock(long nowNanos) {
    if (nowNanos - now > 0) {
      now = nowNanos;
    }
    return now;
  }

  RandomGenerator random() {
    return random;
  }

  long firstNumber() {
    return firstNumber;
  }

  Scratch scratch() {
    return scratch;
  }

  /** Connections of any kind that something is kept of. */
  int states() {
    return connections.size();
  }

  @Override
  public MessageServerConfig config() {
    return config;
  }

  @Override
  public ReceiveResult receive(ByteBuffer datagram, SocketAddress from, long nowNanos) {
    long time = clock(nowNanos);
    if (!datagram.hasRemaining()) {
      counters.malformed++;
      return ReceiveResult.MALFORMED;
    }
    int head = datagram.get(datagram.position());
    if (head >= 0) {
      return handshake.receive(datagram, from, time);
    }
    ServedConnection connection = find(datagram, head);
    if (connection == null) {
      datagram.position(datagram.limit());
      counters.unknown++;
      return ReceiveResult.UNAUTHENTICATED;
    }
    ReceiveResult result = connection.receive(datagram, from, time);
    if (result.isAccepted()) {
      heard(connection);
    } else if (result == ReceiveResult.CLOSED && connection.closeAgain(from, time)) {
      ready(connection);
    }
    return result;
  }

  /** The connection whose id a data packet has; null if there is none. */
  private ServedConnection find(ByteBuffer datagram, int head) {
    if ((head & Wire.HAS_ID) == 0 || datagram.remaining() <= Long.BYTES) {
      return null;
    }
    long id = idOf(datagram);
    return id == 0 ? null : connections.find(id);
  }

  private static long idOf(ByteBuffer datagram) {
    long id = datagram.getLong(datagram.position() + 1);
    return datagram.order() == ByteOrder.BIG_ENDIAN ? id : Long.reverseBytes(id);
  }

  static int shardOf(ByteBuffer datagram, SocketAddress from, int shards) {
    if (datagram.remaining() > Long.BYTES
        && (datagram.get(datagram.position()) & (Wire.DATA | Wire.HAS_ID))
            == (Wire.DATA | Wire.HAS_ID)) {
      return (int) Long.remainderUnsigned(idOf(datagram), shards);
    }
    int hash = from.hashCode() * 0x9E3779B1;
    return Integer.remainderUnsigned(hash ^ hash >>> 16, shards);
  }

  private void heard(ServedConnection connection) {
    if (connection.state() == ServedConnection.State.PENDING) {
      connections.connect(connection);
      counters.accepted++;
      news.add(new ServerEvent.Connected(connection));
    }
    news.active(connection);
    ready(connection);
    lookWhetherEnded(connection);
  }

  /** A connection may have something to send. */
  void ready(ServedConnection connection) {
    if (!connection.isReady && connection.state() != ServedConnection.State.GONE) {
      connection.isReady = true;
      ready.add(connection);
    }
  }

  /** A client has proven to be at another address. */
  void moved(ServedConnection connection, SocketAddress before) {
    counters.moves++;
    news.add(new ServerEvent.Moved(connection, before));
  }

  private void lookWhetherEnded(ServedConnection connection) {
    if (connection.state() == ServedConnection.State.CONNECTED) {
      Optional<DisconnectReason> reason = connection.core().ended();
      if (reason.isPresent()) {
        connections.close(connection);
        connection.lingerUntil(connections.isClosed() ? now : now + LINGER_NANOS);
        news.active(connection);
        ready(connection);
        news.add(new ServerEvent.Disconnected(connection, reason.get()));
      }
    }
  }

  @Override
  public void advance(long nowNanos) {
    long time = clock(nowNanos);
    ServedDeadlines deadlines = connections.deadlines();
    while (deadlines.earliest() <= time) {
      ServedConnection due = deadlines.first();
      if (due.state() == ServedConnection.State.PENDING) {
        expire(due);
        continue;
      }
      deadlines.remove(due);
      due.core().advance(time);
      news.active(due);
      ready(due);
      lookWhetherEnded(due);
    }
  }

  private void expire(ServedConnection pending) {
    connections.remove(pending);
    if (pending.token() != null) {
      handshake.release(pending.token());
    }
  }

  @Override
  public Optional<SocketAddress> transmit(ByteBuffer into, long nowNanos) {
    long time = clock(nowNanos);
    if (into.remaining() < config.messages().maxDatagramSize()) {
      throw new BufferOverflowException();
    }
    if (!replies.isEmpty()) {
      return replies.take(into);
    }
    for (ServedConnection next = ready.peek(); next != null; next = ready.peek()) {
      Optional<SocketAddress> to = next.transmit(into, time);
      if (to.isPresent()) {
        endTurn();
        return to;
      }
      turn = 0;
      ready.remove();
      next.isReady = false;
      lookWhetherEnded(next);
      if (!next.isReady) {
        rest(next);
      }
    }
    return Optional.empty();
  }

  private void endTurn() {
    if (++turn == TURN) {
      turn = 0;
      ready.add(ready.remove());
    }
  }

  /** Has a connection wait for its deadline that has nothing to send now. */
  private void rest(ServedConnection connection) {
    switch (connection.state()) {
      case CONNECTED -> connections.deadlines().set(connection, connection.nextDeadline());
      case CLOSING -> {
        long next = connection.nextDeadline();
        if (next == Long.MAX_VALUE) {
          restOrGo(connection);
        } else {
          connections.deadlines().set(connection, next);
        }
      }
      case PENDING, GONE -> {}
    }
  }

  /** The client has been told; if it was not the client who told. */
  private void restOrGo(ServedConnection connection) {
    if (connection.lingersUntil() > now) {
      connections.deadlines().set(connection, connection.lingersUntil());
    } else {
      connections.remove(connection);
    }
  }

  @Override
  public int transmitAll(long nowNanos, Sink sink) {
    ByteBuffer datagram = outgoing.clear();
    int count = 0;
    for (Optional<SocketAddress> to = transmit(datagram, nowNanos);
        to.isPresent();
        to = transmit(datagram, nowNanos)) {
      sink.accept(datagram.flip(), to.get());
      datagram.clear();
      count++;
    }
    return count;
  }

  @Override
  public long nextDeadline() {
    return replies.isEmpty() && ready.isEmpty() ? connections.deadlines().earliest() : now;
  }

  @Override
  public Optional<ServerEvent> pollEvent() {
    return news.poll();
  }

  @Override
  public int drainActive(Consumer<? super ServedPeer> consumer) {
    return news.drainActive(consumer);
  }

  @Override
  public Optional<ServedPeer> connection(long id) {
    ServedConnection found = id == 0 ? null : connections.find(id);
    return found != null && found.state() == ServedConnection.State.CONNECTED
        ? Optional.of(found)
        : Optional.empty();
  }

  @Override
  public Collection<ServedPeer> connections() {
    return List.copyOf(connections.live());
  }

  @Override
  public int connectionCount() {
    return connections.live().size();
  }

  @Override
  public int send(int channel, SharedPayload payload, Iterable<? extends ServedPeer> peers)
      throws MessageTooLargeException {
    int count = 0;
    for (ServedPeer each : peers) {
      if (each.ended().isEmpty() && trySend(each, channel, payload)) {
        count++;
      }
    }
    return count;
  }

  private static boolean trySend(ServedPeer peer, int channel, SharedPayload payload)
      throws MessageTooLargeException {
    if (!peer.endpoint().canSend(channel, payload.size())
        && payload.size() <= maxSize(peer, channel)) {
      return false;
    }
    try {
      peer.endpoint().send(channel, payload);
      return true;
    } catch (BackpressureException e) {
      return false;
    }
  }

  private static int maxSize(ServedPeer peer, int channel) {
    return peer.endpoint().config().channel(channel).orElseThrow().maxMessageSize();
  }

  @Override
  public int broadcast(int channel, SharedPayload payload) throws MessageTooLargeException {
    return send(channel, payload, connections.live());
  }

  @Override
  public boolean disconnect(long id, int code, long nowNanos) {
    DisconnectReason reason = DisconnectReason.kicked(code);
    Optional<ServedPeer> found = connection(id);
    found.ifPresent(peer -> end((ServedConnection) peer, reason, nowNanos));
    return found.isPresent();
  }

  /** Ends a connection, and tells the client. */
  void end(ServedConnection connection, DisconnectReason reason, long nowNanos) {
    connection.core().close(reason, clock(nowNanos));
    ready(connection);
    lookWhetherEnded(connection);
  }

  /** Accepts no more clients. */
  void takeNoMore() {
    connections.close();
  }

  /** Whether all clients know of the end of their connections, as far as they can be told. */
  boolean isTold() {
    return connections.size() == connections.pendingCount() && replies.isEmpty();
  }

  @Override
  public void close(long nowNanos) {
    takeNoMore();
    for (ServedConnection each : List.copyOf(connections.live())) {
      end(each, DisconnectReason.NORMAL, nowNanos);
    }
  }

  @Override
  public ServerStats stats() {
    return counters.snapshot(connections.live().size(), connections.pendingCount());
  }

  @Override
  public String toString() {
    return "server of %d connections".formatted(connections.live().size());
  }
}
