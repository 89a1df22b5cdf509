// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The side of a connection of messages that asks for it, as a pure state machine; incubating.
 *
 * <p>It begins asking at once. As {@link MessageEndpoint} it has no socket, no thread and no clock,
 * needs no {@link org.packetloom.Packetloom} nor native access, and is not for several threads at
 * once. Datagrams that come from the server are given to {@link #receive}, those from {@link
 * #transmit} are sent to the server, {@link #nextDeadline} says when to look again.
 *
 * <p>Times are nanoseconds of any clock that does not go back; one that is earlier than one given
 * before counts as that.
 */
public interface MessageClientEndpoint {
  /** How far a client is; later ones never lead to earlier ones. */
  enum State {
    /** Asks the server, which keeps nothing of it. */
    REQUESTING,
    /** Has shown the server that it is where it says, and waits to be accepted. */
    RESPONDING,
    /** {@link #endpoint} is there. */
    CONNECTED,
    /** The end is being told to the other side. */
    CLOSING,
    /** {@link #ended} says why. */
    DISCONNECTED
  }

  /**
   * Begins to ask a server.
   *
   * @param config settings
   * @param nowNanos the time
   * @return the client
   */
  static MessageClientEndpoint of(MessageClientConfig config, long nowNanos) {
    return MessageRuntime.PROVIDER.client(config, nowNanos);
  }

  /**
   * Begins to ask a server, without encryption.
   *
   * @param messages channels and limits
   * @param nowNanos the time
   * @return the client
   */
  static MessageClientEndpoint of(MessageConfig messages, long nowNanos) {
    return of(MessageClientConfig.of(messages), nowNanos);
  }

  /**
   * Its settings.
   *
   * @return what it was made with
   */
  MessageClientConfig config();

  /**
   * How far it is.
   *
   * @return the state
   */
  State state();

  /**
   * Where messages are sent and taken. Its datagrams go by way of this client: {@link
   * MessageEndpoint#receive}, {@link MessageEndpoint#advance} and {@link MessageEndpoint#transmit}
   * are not to be called on it.
   *
   * @return the endpoint, also after the end; empty as long as the server has not accepted
   */
  Optional<MessageEndpoint> endpoint();

  /**
   * What the server calls this connection.
   *
   * @return {@link ServedPeer#id} there; 0 as long as it has not accepted
   */
  long connectionId();

  /**
   * Takes a datagram in. Never throws, whatever the bytes.
   *
   * @param datagram its remaining bytes are the datagram; its position moves to its limit
   * @param nowNanos the time at which it arrived
   * @return what became of it
   */
  ReceiveResult receive(ByteBuffer datagram, long nowNanos);

  /**
   * Does what is due: gives up what has taken too long.
   *
   * @param nowNanos the time
   */
  void advance(long nowNanos);

  /**
   * Fetches the next datagram to send to the server now.
   *
   * @param into the datagram is put at its position, which moves behind it; needs room for {@link
   *     MessageConfig#maxDatagramSize}
   * @param nowNanos the time
   * @return false if there is nothing to send now; nothing was put then
   * @throws java.nio.BufferOverflowException if there is less room
   */
  boolean transmit(ByteBuffer into, long nowNanos);

  /**
   * Fetches all datagrams to send to the server now.
   *
   * @param nowNanos the time
   * @param sink takes each, which is lent until it returns
   * @return how many there were
   */
  int transmitAll(long nowNanos, Consumer<ByteBuffer> sink);

  /**
   * When to call {@link #advance} and {@link #transmit} next, if nothing else happens.
   *
   * @return the time, in the past if they have something to do now; {@link Long#MAX_VALUE} if they
   *     never will
   */
  long nextDeadline();

  /**
   * Ends it. A server that has accepted is told, a few times, by the next calls of {@link
   * #transmit}. Does nothing if it has ended.
   *
   * @param reason what the other side is told
   * @param nowNanos the time
   */
  void close(DisconnectReason reason, long nowNanos);

  /**
   * Why it has ended, or was never connected.
   *
   * @return the reason; empty while it has not
   */
  Optional<DisconnectReason> ended();
}
