// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.packetloom.MessageTooLargeException;

/**
 * The side that is asked for connections of messages: all of them on one socket, as a pure state
 * machine; incubating.
 *
 * <p>As {@link MessageEndpoint} it has no socket, no thread and no clock, needs no {@link
 * org.packetloom.Packetloom} nor native access, and is not for several threads at once; that goes
 * for the endpoints of its connections too. A whole tick of a server is
 *
 * <pre>{@code
 * for (each datagram that has come) server.receive(datagram, from, now);
 * server.advance(now);
 * // take events and messages, send messages
 * server.transmitAll(now, (datagram, to) -> socket.send(datagram, to));
 * }</pre>
 *
 * <p>Nothing is kept of a client before it has proven to be at its address, and until then it gets
 * at most one datagram for one of its own, which is not larger. Each call costs by what there is to
 * do, not by how many connections there are.
 *
 * <p>Times are nanoseconds of any clock that does not go back; one that is earlier than one given
 * before counts as that.
 */
public interface MessageServerEndpoint {
  /** Takes datagrams to be sent. */
  @FunctionalInterface
  interface Sink {
    /**
     * Sends a datagram.
     *
     * @param datagram its remaining bytes; lent until this returns
     * @param to where it goes
     */
    void accept(ByteBuffer datagram, SocketAddress to);
  }

  /**
   * Makes a server.
   *
   * @param config settings
   * @param nowNanos the time
   * @return the server
   */
  static MessageServerEndpoint of(MessageServerConfig config, long nowNanos) {
    return MessageRuntime.PROVIDER.server(config, nowNanos);
  }

  /**
   * Makes a server without encryption.
   *
   * @param messages channels and limits
   * @param nowNanos the time
   * @return the server
   */
  static MessageServerEndpoint of(MessageConfig messages, long nowNanos) {
    return of(MessageServerConfig.of(messages), nowNanos);
  }

  /**
   * Which of several servers a datagram is for, each of which has {@link MessageServerConfig#shard}
   * its own number of as many: those of one connection always go to the same, whatever address they
   * come from.
   *
   * @param datagram its remaining bytes are the datagram; its position stays
   * @param from where it came from
   * @param shards how many servers there are
   * @return number of the server, from 0
   */
  static int shardOf(ByteBuffer datagram, SocketAddress from, int shards) {
    return MessageRuntime.PROVIDER.shardOf(datagram, from, shards);
  }

  /**
   * Its settings.
   *
   * @return what it was made with
   */
  MessageServerConfig config();

  /**
   * Takes a datagram in. Never throws, whatever the bytes, unless {@link
   * MessageServerConfig#admission} does.
   *
   * @param datagram its remaining bytes are the datagram; its position moves to its limit
   * @param from where it came from
   * @param nowNanos the time at which it arrived
   * @return what became of it
   */
  ReceiveResult receive(ByteBuffer datagram, SocketAddress from, long nowNanos);

  /**
   * Does what is due on all connections.
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
   * @return where it goes; empty if there is nothing to send now, and nothing was put then
   * @throws java.nio.BufferOverflowException if there is less room
   */
  Optional<SocketAddress> transmit(ByteBuffer into, long nowNanos);

  /**
   * Fetches all datagrams to send now.
   *
   * @param nowNanos the time
   * @param sink takes each
   * @return how many there were
   */
  int transmitAll(long nowNanos, Sink sink);

  /**
   * When to call {@link #advance} and {@link #transmit} next, if nothing else happens.
   *
   * @return the time, in the past if they have something to do now; {@link Long#MAX_VALUE} if they
   *     never will
   */
  long nextDeadline();

  /**
   * Takes what has happened next to the connections. If they are not taken, only the newest are
   * kept: four for each connection there may be.
   *
   * @return the event; empty if there is none
   */
  Optional<ServerEvent> pollEvent();

  /**
   * Takes the connections that have accepted a datagram, or had something due, since they were
   * taken last: the only ones that may have messages, acknowledgements or losses to take that were
   * not there before. Each is given once.
   *
   * @param consumer called with each
   * @return how many there were
   */
  int drainActive(Consumer<? super ServedPeer> consumer);

  /**
   * Finds a connection that has not ended.
   *
   * @param id its id
   * @return the connection; empty if there is none
   */
  Optional<ServedPeer> connection(long id);

  /**
   * The connections that have not ended.
   *
   * @return a copy, in no order
   */
  Collection<ServedPeer> connections();

  /**
   * How many connections have not ended.
   *
   * @return 0 or more
   */
  int connectionCount();

  /**
   * Queues a message on several connections; its bytes are not copied.
   *
   * @param channel id of the channel
   * @param payload the message
   * @param peers the connections; those that have ended, or whose channel has no room, are passed
   *     over
   * @return how many have taken it
   * @throws MessageTooLargeException if it is larger than the channel takes
   * @throws IllegalArgumentException if there is no such channel
   */
  int send(int channel, SharedPayload payload, Iterable<? extends ServedPeer> peers)
      throws MessageTooLargeException;

  /**
   * Queues a message on all connections; its bytes are not copied.
   *
   * @param channel id of the channel
   * @param payload the message
   * @return how many have taken it: those whose channel has no room are passed over
   * @throws MessageTooLargeException if it is larger than the channel takes
   * @throws IllegalArgumentException if there is no such channel
   */
  int broadcast(int channel, SharedPayload payload) throws MessageTooLargeException;

  /**
   * Ends a connection: the client is told, a few times, by the next calls of {@link #transmit}.
   *
   * @param id its id
   * @param code a number of the application's, 0 to 65535, that the client gets to know
   * @param nowNanos the time
   * @return false if there is none
   * @throws IllegalArgumentException if the code is out of range
   */
  boolean disconnect(long id, int code, long nowNanos);

  /**
   * Ends all connections, telling the clients {@link DisconnectReason#NORMAL}, and takes no more.
   * {@link #nextDeadline} is {@link Long#MAX_VALUE} when all has been told.
   *
   * @param nowNanos the time
   */
  void close(long nowNanos);

  /**
   * What it has counted.
   *
   * @return a snapshot
   */
  ServerStats stats();
}
