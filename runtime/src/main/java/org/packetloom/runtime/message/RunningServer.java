// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;
import org.packetloom.MessageTooLargeException;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.ConnectionEndedException;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.FlushPolicy;
import org.packetloom.message.MessageConnection;
import org.packetloom.message.MessageServer;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.ServerStats;
import org.packetloom.message.SharedPayload;

/**
 * A server: its shards have the connections, its readers the sockets, and here is who waits to be
 * accepted.
 *
 * <p>Locks are taken in this order: a shard's, then {@code acceptLock}.
 */
final class RunningServer implements MessageServer, Line.Owner {
  private static final String ACCEPT = "accept";

  /** How long telling the clients of the end may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final MessageServerConfig config;
  private final ConnectorUri uri;
  private final FlushPolicy flushPolicy;
  private final List<ServerShard> shards = new ArrayList<>();
  private final List<SocketReader> readers = new ArrayList<>();

  private final ReentrantLock acceptLock = new ReentrantLock();
  private final Terms accepting = new Terms();
  private final Line acceptors = new Line(acceptLock, accepting, this);
  private final Line drainers = new Line(acceptLock, new Terms(), this);

  /** Those that nobody has accepted yet; guarded by acceptLock. */
  private final ArrayDeque<MessageConnection> backlog = new ArrayDeque<>();

  /** How many connections have not ended. */
  private final AtomicInteger live = new AtomicInteger();

  /** Why the socket failed; written under acceptLock. */
  private Optional<IOException> failure = Optional.empty();

  /** Set under acceptLock. */
  private volatile boolean isClosed;

  private volatile InterruptPolicy policy;

  private RunningServer(
      MessageServerConfig config,
      ConnectorUri uri,
      FlushPolicy flushPolicy,
      InterruptPolicy policy) {
    this.config = config;
    this.uri = uri;
    this.flushPolicy = flushPolicy;
    this.policy = policy;
  }

  /** What makes the endpoints of shards. */
  @FunctionalInterface
  interface Endpoints {
    ServerEndpoint of(MessageServerConfig config);
  }

  /** Begins to serve; closes the connectors if that fails. */
  static RunningServer start(
      List<DatagramConnector> connectors,
      MessageServerConfig config,
      int shards,
      FlushPolicy flushPolicy,
      ThreadFactory threads,
      Endpoints endpoints)
      throws IOException {
    DatagramConnector first = connectors.getFirst();
    var server = new RunningServer(config, first.uri(), flushPolicy, first.interruptPolicy());
    int count = Math.max(shards, connectors.size());
    int size = config.messages().maxDatagramSize();
    try {
      for (int i = 0; i < count; i++) {
        DatagramConnector connector = connectors.get(i % connectors.size());
        ServerEndpoint endpoint = endpoints.of(config.shard(i, count));
        server.shards.add(
            new ServerShard(
                server, endpoint, connector.uri(), Outlet.of(connector, size), threads));
      }
      for (int i = 0; i < connectors.size(); i++) {
        DatagramConnector connector = connectors.get(i);
        List<ServerShard> own = server.shardsOf(i, connectors.size());
        Intake intake = Intake.of(connector, size);
        var reader = new SocketReader(connector, intake, own, server.shards);
        own.forEach(shard -> shard.servedBy(reader));
        server.readers.add(reader);
      }
    } catch (Throwable e) {
      server.shards.forEach(ServerShard::release);
      throw e;
    }
    server.readers.forEach(reader -> server.startThread(reader, threads));
    return server;
  }

  private List<ServerShard> shardsOf(int reader, int count) {
    List<ServerShard> own = new ArrayList<>();
    for (int i = reader; i < shards.size(); i += count) {
      own.add(shards.get(i));
    }
    return List.copyOf(own);
  }

  private void startThread(SocketReader reader, ThreadFactory threads) {
    Thread thread = threads.newThread(reader);
    thread.setName("packetloom-messages-" + uri);
    thread.start();
  }

  // ---- what shards call, with their lock held

  FlushPolicy flushPolicy() {
    return flushPolicy;
  }

  void connected(MessageConnection connection) {
    live.incrementAndGet();
    acceptLock.lock();
    try {
      backlog.add(connection);
      acceptors.signalFirst();
    } finally {
      acceptLock.unlock();
    }
  }

  void disconnected() {
    if (live.decrementAndGet() == 0) {
      signalDrainers();
    }
  }

  private void signalDrainers() {
    acceptLock.lock();
    try {
      drainers.signalAll();
    } finally {
      acceptLock.unlock();
    }
  }

  /** A socket has failed: there is no use in the others. */
  void failed(IOException cause) {
    acceptLock.lock();
    try {
      if (!isClosed) {
        isClosed = true;
        failure = Optional.of(cause);
      }
      acceptors.signalAll();
      drainers.signalAll();
    } finally {
      acceptLock.unlock();
    }
    readers.forEach(SocketReader::closeConnector);
  }

  // ---- accepting

  @Override
  public MessageConnection accept() throws IOException {
    acceptLock.lock();
    try {
      ensureNotEnded(ACCEPT, -1);
      acceptors.begin(ACCEPT);
      MessageConnection connection = acceptors.isEmpty() ? backlog.poll() : null;
      return connection != null ? connection : acceptors.await(ACCEPT, backlog::poll);
    } finally {
      acceptLock.unlock();
    }
  }

  @Override
  public Optional<MessageConnection> tryAccept() throws IOException {
    acceptLock.lock();
    try {
      ensureNotEnded(ACCEPT, -1);
      return acceptors.isEmpty() ? Optional.ofNullable(backlog.poll()) : Optional.empty();
    } finally {
      acceptLock.unlock();
    }
  }

  @Override
  public void ensureNotEnded(String operation, long elapsedNanos) throws ConnectionEndedException {
    if (isClosed) {
      DisconnectReason.Kind kind =
          failure.isPresent() ? DisconnectReason.Kind.SOCKET_FAILED : DisconnectReason.Kind.NORMAL;
      DisconnectReason reason = DisconnectReason.of(kind);
      var ended =
          new ConnectionEndedException(
              new FailureDetail(operation, uri.toString(), "closed", 0, elapsedNanos, 0), reason);
      failure.ifPresent(ended::initCause);
      throw ended;
    }
  }

  @Override
  public MessageServer acceptDeadline(Deadline deadline) {
    acceptLock.lock();
    try {
      accepting.deadline = deadline;
      acceptors.signalAll();
    } finally {
      acceptLock.unlock();
    }
    return this;
  }

  @Override
  public InterruptPolicy interruptPolicy() {
    return policy;
  }

  @Override
  public MessageServer interruptPolicy(InterruptPolicy changed) {
    policy = changed;
    return this;
  }

  // ---- the connections

  @Override
  public ConnectorUri uri() {
    return uri;
  }

  @Override
  public MessageServerConfig config() {
    return config;
  }

  @Override
  public Collection<MessageConnection> connections() {
    List<MessageConnection> all = new ArrayList<>();
    shards.forEach(shard -> shard.addConnections(all));
    return all;
  }

  @Override
  public int broadcast(int channel, SharedPayload payload) throws MessageTooLargeException {
    ensureTaken(channel, payload);
    int count = 0;
    for (ServerShard each : shards) {
      count += each.broadcast(channel, payload);
    }
    return count;
  }

  @Override
  public int send(
      int channel, SharedPayload payload, Iterable<? extends MessageConnection> connections)
      throws MessageTooLargeException {
    ensureTaken(channel, payload);
    List<DrivenConnection> own = new ArrayList<>();
    for (MessageConnection each : connections) {
      if (!(each instanceof DrivenConnection known)
          || !(known.driver() instanceof ServerShard shard)
          || shard.owner() != this) {
        throw new IllegalArgumentException("no connection of this server: " + each);
      }
      own.add(known);
    }
    int count = 0;
    for (ServerShard each : shards) {
      count += each.send(channel, payload, own);
    }
    return count;
  }

  private void ensureTaken(int channel, SharedPayload payload) throws MessageTooLargeException {
    ChannelConfig known =
        config
            .messages()
            .channel(channel)
            .orElseThrow(() -> new IllegalArgumentException("no channel " + channel));
    if (payload.size() > known.maxMessageSize()) {
      throw new MessageTooLargeException(
          FailureDetail.atOnce("send", "channel " + channel + " of " + uri, "EMSGSIZE"),
          payload.size(),
          OptionalLong.of(known.maxMessageSize()));
    }
  }

  @Override
  public void flush() {
    shards.forEach(ServerShard::flush);
  }

  @Override
  public boolean disconnect(long id, int code) {
    int shard = (int) Long.remainderUnsigned(id, shards.size());
    return shards.get(shard).disconnect(id, code);
  }

  @Override
  public ServerStats stats() {
    return shards.stream().map(ServerShard::stats).reduce(ServerCounters::sum).orElseThrow();
  }

  // ---- its end

  @Override
  public boolean drain(Deadline deadline) {
    shards.forEach(ServerShard::takeNoMore);
    boolean isEmpty = live.get() == 0;
    try {
      isEmpty = isEmpty || deadline.call(this::awaitEmpty);
    } catch (IOException _) {
      isEmpty = live.get() == 0; // in time, or not
    }
    close();
    return isEmpty;
  }

  private boolean awaitEmpty() throws IOException {
    acceptLock.lock();
    try {
      drainers.begin("drain");
      return drainers.await("drain", () -> live.get() == 0 ? true : null);
    } finally {
      acceptLock.unlock();
    }
  }

  @Override
  public boolean isOpen() {
    return !isClosed;
  }

  @Override
  public void close() {
    beginClose();
    readers.forEach(reader -> reader.awaitEnd(PATIENCE));
  }

  private void beginClose() {
    acceptLock.lock();
    try {
      if (isClosed) {
        return;
      }
      isClosed = true;
      backlog.clear();
      acceptors.signalAll();
      drainers.signalAll();
    } finally {
      acceptLock.unlock();
    }
    shards.forEach(ServerShard::close);
  }

  @Override
  public void closeByInterrupt() {
    beginClose();
  }

  @Override
  public String toString() {
    return "MessageServer[" + uri + ", " + live.get() + " connections]";
  }
}
