// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.ReceiveResult;

/**
 * A client: a handshake, and then an endpoint.
 *
 * <p>The server keeps an accepted client for a short while only unless it hears of it. So the
 * client begins with packets that want an answer, as often as it sent its requests, until something
 * genuine has come from the server. It does so again when the server has been silent for longer
 * than it ever is: perhaps the client has another address now, and does not know it. Such packets
 * are as large as the question that the server then asks.
 */
final class ClientEndpoint implements MessageClientEndpoint {
  private final MessageClientConfig config;
  private final RandomGenerator random;
  private final long firstNumber;
  private final ClientHandshake handshake;
  private final Scratch scratch = new Scratch();

  /** Null until the server has accepted. */
  private Endpoint endpoint;

  private Optional<MessageEndpoint> endpointAsOptional = Optional.empty();

  /** Why the application has ended it before the server accepted; null if it has not. */
  private DisconnectReason abandoned;

  /** How long the server is heard of at the latest, were nothing lost. */
  private final long silenceNanos;

  /** When the server is asked for an answer next, once it has accepted. */
  private long askAt;

  private long askAgain = ClientHandshake.FIRST_RESEND_NANOS;
  private long now;

  /**
   * Makes a client.
   *
   * @param firstNumber number of the first data packet of each side
   */
  ClientEndpoint(MessageClientConfig config, RandomGenerator random, long now, long firstNumber) {
    this.config = config;
    this.random = random;
    this.now = now;
    this.firstNumber = firstNumber;
    handshake = new ClientHandshake(config, random, now);
    silenceNanos = config.messages().keepalive().toNanos() * 3 / 2;
  }

  private long clock(long nowNanos) {
    if (nowNanos - now > 0) {
      now = nowNanos;
    }
    return now;
  }

  @Override
  public MessageClientConfig config() {
    return config;
  }

  @Override
  public State state() {
    if (abandoned != null) {
      return State.DISCONNECTED;
    }
    return switch (handshake.step()) {
      case REQUESTING -> State.REQUESTING;
      case RESPONDING -> State.RESPONDING;
      case FAILED -> State.DISCONNECTED;
      case ACCEPTED -> {
        if (endpoint.ended().isEmpty()) {
          yield State.CONNECTED;
        }
        boolean isTold = endpoint.nextDeadline() == Long.MAX_VALUE;
        yield isTold ? State.DISCONNECTED : State.CLOSING;
      }
    };
  }

  @Override
  public Optional<MessageEndpoint> endpoint() {
    return endpointAsOptional;
  }

  @Override
  public long connectionId() {
    return handshake.connectionId();
  }

  @Override
  public ReceiveResult receive(ByteBuffer datagram, long nowNanos) {
    long time = clock(nowNanos);
    if (abandoned != null) {
      datagram.position(datagram.limit());
      return ReceiveResult.CLOSED;
    }
    if (!datagram.hasRemaining()) {
      return ReceiveResult.MALFORMED;
    }
    if (datagram.get(datagram.position()) >= 0) {
      ReceiveResult result = handshake.receive(datagram, time);
      if (endpoint == null && handshake.step() == ClientHandshake.Step.ACCEPTED) {
        connect(time);
      }
      return result;
    }
    if (endpoint == null) {
      datagram.position(datagram.limit());
      return ReceiveResult.UNAUTHENTICATED;
    }
    ReceiveResult result = endpoint.receive(datagram, time);
    if (result.isAccepted()) {
      askAt = time + silenceNanos;
      askAgain = ClientHandshake.FIRST_RESEND_NANOS;
    }
    return result;
  }

  private void connect(long time) {
    endpoint =
        new Endpoint(
            config.messages(),
            time,
            handshake.outgoing(),
            handshake.incoming(),
            OptionalLong.of(handshake.connectionId()),
            scratch,
            firstNumber);
    endpointAsOptional = Optional.of(endpoint);
    askAt = time;
  }

  @Override
  public void advance(long nowNanos) {
    long time = clock(nowNanos);
    if (endpoint != null) {
      endpoint.advance(time);
    } else if (abandoned == null) {
      handshake.advance(time);
    }
  }

  @Override
  public boolean transmit(ByteBuffer into, long nowNanos) {
    long time = clock(nowNanos);
    if (into.remaining() < config.messages().maxDatagramSize()) {
      throw new BufferOverflowException();
    }
    if (endpoint == null) {
      return abandoned == null && handshake.transmit(into, time);
    }
    return ask(into, time) || endpoint.transmit(into, time);
  }

  private boolean ask(ByteBuffer into, long time) {
    if (time < askAt || endpoint.ended().isPresent()) {
      return false;
    }
    byte[] bytes = scratch.bytes(config.messages().maxDatagramSize());
    int end = endpoint.pathChallenge(bytes, 0, Math.max(1, random.nextLong() >>> 1), time);
    into.put(bytes, 0, end);
    askAt = time + askAgain;
    askAgain = Math.min(askAgain + askAgain / 2, ClientHandshake.MOST_RESEND_NANOS);
    return true;
  }

  @Override
  public int transmitAll(long nowNanos, Consumer<ByteBuffer> sink) {
    var datagram = ByteBuffer.allocate(config.messages().maxDatagramSize());
    int count = 0;
    while (transmit(datagram, nowNanos)) {
      sink.accept(datagram.flip());
      datagram.clear();
      count++;
    }
    return count;
  }

  @Override
  public long nextDeadline() {
    if (endpoint == null) {
      return abandoned == null ? handshake.nextDeadline() : Long.MAX_VALUE;
    }
    long deadline = endpoint.nextDeadline();
    return endpoint.ended().isEmpty() ? Math.min(deadline, askAt) : deadline;
  }

  @Override
  public void close(DisconnectReason reason, long nowNanos) {
    long time = clock(nowNanos);
    if (endpoint != null) {
      endpoint.close(reason, time);
    } else if (ended().isEmpty()) {
      abandoned = reason;
    }
  }

  @Override
  public Optional<DisconnectReason> ended() {
    if (abandoned != null) {
      return Optional.of(abandoned);
    }
    return endpoint != null ? endpoint.ended() : Optional.ofNullable(handshake.failure());
  }

  @Override
  public String toString() {
    return "client " + state();
  }
}
