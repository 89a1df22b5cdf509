// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.packetloom.MessageTooLargeException;

/**
 * One side of a connection of messages, as a pure state machine; incubating.
 *
 * <p>It has no socket, no thread and no clock: datagrams are given to {@link #receive} and fetched
 * by {@link #transmit}, and time comes only as an argument. A game calls it once a tick; a driver
 * calls it when a datagram arrives, when a message is queued, and when {@link #nextDeadline} has
 * come. It needs no {@link org.packetloom.Packetloom}, nor native access.
 *
 * <p>Times are nanoseconds of any clock that does not go back, such as {@link System#nanoTime}; one
 * that is earlier than one given before counts as that. Not for several threads at once.
 *
 * <p>Two endpoints made by {@link #of} with the same channels and protocol are connected as soon as
 * they exist: a datagram is checked against damage, but not against somebody who forges it. Over a
 * network take the one of a {@link MessageClientEndpoint} and of a {@link ServedPeer}, or let a
 * {@link MessageConnection} do all of that.
 */
public interface MessageEndpoint {
  /**
   * Makes one side of a connection.
   *
   * @param config channels and limits
   * @param nowNanos the time
   * @return the endpoint
   */
  static MessageEndpoint of(MessageConfig config, long nowNanos) {
    return MessageRuntime.PROVIDER.endpoint(config, nowNanos);
  }

  /**
   * Its settings.
   *
   * @return what it was made with
   */
  MessageConfig config();

  /**
   * Queues a message. Its bytes are copied.
   *
   * @param channel id of the channel
   * @param payload its remaining bytes are the message; its position moves to its limit
   * @return the message's id: above those of all earlier messages of the channel
   * @throws MessageTooLargeException if it is larger than the channel takes
   * @throws BackpressureException if more would be queued than the channel may have
   * @throws IllegalArgumentException if there is no such channel
   * @throws IllegalStateException if the endpoint has ended
   */
  long send(int channel, ByteBuffer payload) throws MessageTooLargeException, BackpressureException;

  /**
   * Queues a message whose bytes are not copied.
   *
   * @param channel id of the channel
   * @param payload the message
   * @return the message's id: above those of all earlier messages of the channel
   * @throws MessageTooLargeException if it is larger than the channel takes
   * @throws BackpressureException if more would be queued than the channel may have
   * @throws IllegalArgumentException if there is no such channel
   * @throws IllegalStateException if the endpoint has ended
   */
  long send(int channel, SharedPayload payload)
      throws MessageTooLargeException, BackpressureException;

  /**
   * Queues a message if there is room. Its bytes are copied.
   *
   * @param channel id of the channel
   * @param payload its remaining bytes are the message; its position moves to its limit if it was
   *     taken
   * @return the message's id; −1 if the channel's queue has no room for it, or the endpoint has
   *     ended
   * @throws MessageTooLargeException if it is larger than the channel takes
   * @throws IllegalArgumentException if there is no such channel
   */
  long trySend(int channel, ByteBuffer payload) throws MessageTooLargeException;

  /**
   * Whether a message would be taken now.
   *
   * @param channel id of the channel
   * @param size bytes of the message
   * @return true if {@link #trySend} would take it
   * @throws IllegalArgumentException if there is no such channel
   */
  boolean canSend(int channel, int size);

  /**
   * What waits on a channel to be sent, or to be acknowledged.
   *
   * @param channel id of the channel
   * @return bytes of messages
   * @throws IllegalArgumentException if there is no such channel
   */
  long queuedBytes(int channel);

  /**
   * How many bytes of messages could leave at once, behind what waits already: what is worth
   * packing now.
   *
   * @param nowNanos the time
   * @return bytes, 0 if what is queued takes all that the rate allows; never more than {@link
   *     Integer#MAX_VALUE}
   */
  int sendBudget(long nowNanos);

  /**
   * Takes a datagram in. Never throws, whatever the bytes.
   *
   * @param datagram its remaining bytes are the datagram; its position moves to its limit
   * @param nowNanos the time at which it arrived
   * @return what became of it
   */
  ReceiveResult receive(ByteBuffer datagram, long nowNanos);

  /**
   * Does what is due: gives up lost datagrams, drops what has expired.
   *
   * @param nowNanos the time
   */
  void advance(long nowNanos);

  /**
   * Fetches the next datagram to send now.
   *
   * @param into the datagram is put at its position, which moves behind it; needs room for {@link
   *     MessageConfig#maxDatagramSize}
   * @param nowNanos the time
   * @return false if there is nothing to send now; nothing was put then
   * @throws java.nio.BufferOverflowException if there is less room
   */
  boolean transmit(ByteBuffer into, long nowNanos);

  /**
   * Fetches all datagrams to send now.
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
   * Takes the next message that has arrived on a channel.
   *
   * @param channel id of the channel
   * @return the message, to be closed after use; empty if there is none
   * @throws IllegalArgumentException if there is no such channel
   */
  Optional<ReceivedMessage> poll(int channel);

  /**
   * Takes all messages that have arrived on a channel. Each is closed after the consumer has
   * returned, so it must copy what it keeps.
   *
   * @param channel id of the channel
   * @param consumer called for each
   * @return how many there were
   * @throws IllegalArgumentException if there is no such channel
   */
  int drain(int channel, Consumer<ReceivedMessage> consumer);

  /**
   * Takes the ids of messages that the other side has whole, in the order it told of them. Only the
   * newest 65536 are kept.
   *
   * @param channel id of the channel
   * @param ids called with each
   * @return how many there were
   * @throws IllegalArgumentException if there is no such channel
   */
  int drainAcked(int channel, LongConsumer ids);

  /**
   * Takes the ids of messages that will not be sent again and were not acknowledged: unreliable
   * ones of a lost datagram, expired ones, ones superseded by newer ones. Only the newest 65536 are
   * kept. One that was only late may still be acknowledged afterwards.
   *
   * @param channel id of the channel
   * @param ids called with each
   * @return how many there were
   * @throws IllegalArgumentException if there is no such channel
   */
  int drainLost(int channel, LongConsumer ids);

  /**
   * Whether everything that was promised has been acknowledged, and all else sent.
   *
   * @return true if no message waits
   */
  boolean isFlushed();

  /**
   * Ends the connection: the other side is told, a few times, by the next calls of {@link
   * #transmit}. What waits is dropped. Does nothing if it has ended.
   *
   * @param reason what the other side is told
   * @param nowNanos the time
   */
  void close(DisconnectReason reason, long nowNanos);

  /**
   * Why it has ended.
   *
   * @return the reason; empty while it has not
   */
  Optional<DisconnectReason> ended();

  /**
   * What it has counted and measured.
   *
   * @param nowNanos the time
   * @return a snapshot
   */
  ConnectionStats stats(long nowNanos);
}
