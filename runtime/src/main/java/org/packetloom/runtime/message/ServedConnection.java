// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.ReceiveResult;
import org.packetloom.message.ServedPeer;

/**
 * One connection of a server.
 *
 * <p>PENDING: the client was accepted; a genuine packet makes it CONNECTED. The endpoint is made
 * with the first packet, as most of what floods a server never sends one. CLOSING: the endpoint has
 * ended and the client is being told. GONE: the server knows it no more.
 */
final class ServedConnection implements ServedPeer {
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

  /** How far it is; later ones never lead to earlier ones. */
  enum State {
    PENDING,
    CONNECTED,
    CLOSING,
    GONE
  }

  /**
   * Which response it was made for.
   *
   * @param address where that came from
   * @param nonceHigh the client's nonce
   * @param nonceLow the client's nonce
   * @param bodyHash keyed hash of the client's key, or token
   */
  record Origin(SocketAddress address, long nonceHigh, long nonceLow, long bodyHash) {}

  private final ServerEndpoint server;
  private final long id;
  private final Origin origin;
  private final TokenContent token; // null without tokens

  private final int sealBytes;

  /** Null when the endpoint has them. */
  private ServerAgreement.Agreed agreed;

  /** The acceptance, until the client has been heard of; null after. */
  private byte[] answer;

  /** Null until the first packet. */
  private Endpoint endpoint;

  private ServedEndpoint view;

  private State state = State.PENDING;
  private Optional<SocketAddress> address;

  /** Null while there is no other address. */
  private PathMove move;

  /** Whatever the application has attached; null if nothing. */
  private Object attachment;

  /** How long it is known after its end. */
  private long lingersUntil;

  /** Place in {@link ServedDeadlines}, −1 if it is not there. */
  int heapIndex = -1;

  /** Index among the connections that have not ended, −1 if it is not among them. */
  int liveIndex = -1;

  /** Whether it waits in the server's queue to transmit. */
  boolean isReady;

  /** Whether it waits to be taken as active. */
  boolean isActive;

  ServedConnection(
      ServerEndpoint server,
      long id,
      Origin origin,
      ServerAgreement.Agreed agreed,
      TokenContent token,
      byte[] answer) {
    this.server = server;
    this.id = id;
    this.origin = origin;
    this.agreed = agreed;
    sealBytes = agreed.outgoing().overhead();
    this.token = token;
    this.answer = answer;
    address = Optional.of(origin.address());
  }

  Origin origin() {
    return origin;
  }

  /** Null without tokens. */
  TokenContent token() {
    return token;
  }

  State state() {
    return state;
  }

  void state(State next) {
    state = next;
  }

  /** What to answer to the client's response. */
  Optional<byte[]> acceptance() {
    return Optional.ofNullable(answer);
  }

  /** What implements it, null before the first packet. */
  Endpoint core() {
    return endpoint;
  }

  Optional<SocketAddress> addressAsOptional() {
    return address;
  }

  ReceiveResult receive(ByteBuffer datagram, SocketAddress from, long now) {
    if (endpoint == null) {
      endpoint =
          new Endpoint(
              server.config().messages(),
              now,
              agreed.outgoing(),
              agreed.incoming(),
              OptionalLong.of(id),
              server.scratch(),
              server.firstNumber());
      view = new ServedEndpoint(this, endpoint);
    }
    int size = datagram.remaining();
    long newest = endpoint.receivedPackets().highest();
    ReceiveResult result = endpoint.receive(datagram, now);
    if (result.isAccepted()) {
      boolean isNewest = endpoint.receivedPackets().highest() > newest;
      accepted(from, size, isNewest, now);
    }
    return result;
  }

  private void accepted(SocketAddress from, int size, boolean isNewest, long now) {
    agreed = null;
    answer = null;
    if (from.equals(address())) {
      if (move != null && isNewest) {
        move.cancel();
      }
      return;
    }
    if (move == null) {
      move = new PathMove(sealBytes, now);
    }
    move.heard(from, size, isNewest, server.random(), now);
    if (move.isProvenBy(endpoint.takePathResponse(), from)) {
      SocketAddress before = address();
      address = Optional.of(from);
      move.cancel();
      server.moved(this, before);
    }
  }

  /**
   * Composes the next datagram.
   *
   * @return where it goes; empty if there is none now
   */
  Optional<SocketAddress> transmit(ByteBuffer into, long now) {
    if (endpoint == null) {
      return Optional.empty();
    }
    if (move != null && state == State.CONNECTED) {
      Optional<SocketAddress> other = move.transmit(endpoint, server.scratch(), into, now);
      if (other.isPresent()) {
        return other;
      }
    }
    return endpoint.transmit(into, now) ? address : Optional.empty();
  }

  /** It has ended: if it was from this side, it is known for a while. */
  void lingerUntil(long time) {
    lingersUntil = endpoint.nextDeadline() == Long.MAX_VALUE ? Long.MIN_VALUE : time;
  }

  long lingersUntil() {
    return lingersUntil;
  }

  /** A packet came after the end; true if the client is to be told once more. */
  boolean closeAgain(SocketAddress from, long now) {
    return from.equals(address()) && endpoint.closeAgain(now);
  }

  /** When something is due, once it has been heard of. */
  long nextDeadline() {
    long ownDeadline = endpoint.nextDeadline();
    return move == null || state != State.CONNECTED
        ? ownDeadline
        : Math.min(ownDeadline, move.nextDeadline());
  }

  /** The application has done something to the endpoint. */
  void changed() {
    server.ready(this);
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public SocketAddress address() {
    return address.orElseThrow();
  }

  @Override
  public MessageEndpoint endpoint() {
    return view;
  }

  @Override
  public long clientId() {
    return token == null ? 0 : token.grant().clientId();
  }

  @Override
  public ByteBuffer userData() {
    return token == null ? EMPTY.duplicate() : token.grant().userData();
  }

  @Override
  public <T> Optional<T> attachment(Class<T> type) {
    return type.isInstance(attachment) ? Optional.of(type.cast(attachment)) : Optional.empty();
  }

  @Override
  public void attach(Object object) {
    attachment = object;
  }

  @Override
  public void disconnect(int code, long nowNanos) {
    server.end(this, DisconnectReason.kicked(code), nowNanos);
  }

  @Override
  public Optional<DisconnectReason> ended() {
    return endpoint.ended();
  }

  @Override
  public String toString() {
    return "connection %016x of %s".formatted(id, address());
  }
}
