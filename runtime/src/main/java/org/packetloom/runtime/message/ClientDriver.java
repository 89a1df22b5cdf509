// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.packetloom.DatagramConnector;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.FlushPolicy;
import org.packetloom.message.HandshakeRefusedException;
import org.packetloom.message.HandshakeTimeoutException;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageConnection;

/** Serves the one connection of a client. */
final class ClientDriver extends Driver implements Line.Owner, PeerIdentity {
  private static final String CONNECT = "connect";

  /** How long telling the server of the end may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final MessageClientEndpoint client;
  private final Optional<SocketAddress> server;
  private final InterruptPolicy policy;
  private final Line connecting = new Line(endpointLock, new Terms(), this);

  /** Empty until the server has accepted; guarded by endpointLock. */
  private Optional<DrivenConnection> connection = Optional.empty();

  /** What the system has told of datagrams last; guarded by endpointLock. */
  private Optional<IOException> refusal = Optional.empty();

  /** What ended it without the server; guarded by endpointLock. */
  private Optional<IOException> failure = Optional.empty();

  private ClientDriver(
      MessageClientEndpoint client,
      DatagramConnector connector,
      Outlet outlet,
      ThreadFactory threads) {
    super(connector.uri(), outlet, threads);
    this.client = client;
    this.server = connector.peerAddress();
    this.policy = connector.interruptPolicy();
  }

  /** Connects to the chosen peer of a connector, which is closed if that fails. */
  static MessageConnection connect(
      DatagramConnector connector, MessageClientEndpoint client, ThreadFactory threads)
      throws IOException {
    int size = client.config().messages().maxDatagramSize();
    Intake intake = Intake.of(connector, size);
    var driver = new ClientDriver(client, connector, Outlet.of(connector, size), threads);
    var only = List.of(driver);
    var reader = new SocketReader(connector, intake, only, only);
    driver.servedBy(reader);
    Thread thread = threads.newThread(reader);
    thread.setName("packetloom-messages-" + connector.uri());
    thread.start();
    try {
      return driver.awaitConnected();
    } catch (Throwable e) {
      reader.abort();
      throw e;
    }
  }

  private MessageConnection awaitConnected() throws IOException {
    endpointLock.lock();
    try {
      connecting.begin(CONNECT);
      return connecting.await(CONNECT, () -> connection.orElse(null));
    } finally {
      endpointLock.unlock();
    }
  }

  // ---- waiting for the server

  @Override
  public void ensureNotEnded(String operation, long elapsedNanos) throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    Optional<DisconnectReason> reason = client.ended();
    if (reason.isEmpty()) {
      return;
    }
    boolean isTimeout = reason.get().kind() == DisconnectReason.Kind.HANDSHAKE_TIMEOUT;
    String cause = isTimeout ? "no answer" : "refused, " + reason.get();
    var detail = new FailureDetail(operation, toString(), cause, 0, elapsedNanos, 0);
    if (isTimeout) {
      throw new HandshakeTimeoutException(detail);
    }
    throw new HandshakeRefusedException(detail, reason.get());
  }

  @Override
  public InterruptPolicy interruptPolicy() {
    return policy;
  }

  /** What is being made is closed anyway. */
  @Override
  public void closeByInterrupt() {}

  // ---- the driver

  @Override
  void receive(ByteBuffer datagram, Optional<SocketAddress> from, long now) {
    client.receive(datagram, now);
  }

  @Override
  void advance(long now) {
    client.advance(now);
  }

  @Override
  boolean compose(Outlet into, long now) {
    ByteBuffer room = into.room();
    if (client.transmit(room, now)) {
      into.add(room);
      return true;
    }
    return false;
  }

  @Override
  long nextDeadline() {
    return client.nextDeadline();
  }

  @Override
  void settle(long now) {
    if (connection.isEmpty() && client.endpoint().isPresent() && client.ended().isEmpty()) {
      var endpoint = (Endpoint) client.endpoint().get();
      connection =
          Optional.of(new DrivenConnection(this, this, endpoint, FlushPolicy.IMMEDIATE, policy));
      connecting.signalAll();
    }
    connection.ifPresent(DrivenConnection::settle);
    Optional<DisconnectReason> reason = client.ended();
    if (reason.isPresent()) {
      boolean isTimeout = reason.get().kind() == DisconnectReason.Kind.TIMED_OUT;
      connection.ifPresent(each -> each.end(reason.get(), isTimeout ? refusal : Optional.empty()));
      connecting.signalAll();
    }
  }

  @Override
  void relieve() {
    connection.ifPresent(DrivenConnection::relieve);
  }

  @Override
  void touch(DrivenConnection touched) {}

  @Override
  void end(DrivenConnection ending, DisconnectReason reason) {
    long now = System.nanoTime();
    client.close(reason, now);
    send(now);
  }

  /** Before the server has answered there is no use in going on; later it may pass. */
  @Override
  void refused(IOException told) {
    refusal = Optional.of(told);
    if (connection.isEmpty() && client.state() != MessageClientEndpoint.State.CONNECTED) {
      fail(told);
    }
  }

  @Override
  boolean isOver() {
    return failure.isPresent() || client.ended().isPresent() && client.nextDeadline() == NEVER;
  }

  @Override
  void fail(IOException cause) {
    if (failure.isEmpty() && client.ended().isEmpty()) {
      failure = Optional.of(cause);
      DisconnectReason reason = DisconnectReason.of(DisconnectReason.Kind.SOCKET_FAILED);
      connection.ifPresent(each -> each.end(reason, failure));
      connecting.signalAll();
    }
  }

  @Override
  void awaitClosed(DrivenConnection closed) {
    reader().awaitEnd(PATIENCE);
  }

  // ---- who is on the other side

  @Override
  public long id() {
    return client.connectionId();
  }

  @Override
  public Optional<SocketAddress> address() {
    return server;
  }

  @Override
  public long clientId() {
    return 0;
  }

  @Override
  public ByteBuffer userData() {
    return ByteBuffer.allocate(0).asReadOnlyBuffer();
  }

  @Override
  public String toString() {
    return uri() + " -> " + server.map(SocketAddress::toString).orElse("?");
  }
}
