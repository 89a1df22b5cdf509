// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.MessageTooLargeException;
import org.packetloom.Packetloom;

/**
 * Accepts connections of messages, all on one socket; incubating.
 *
 * <p>
 *
 * {@snippet :
 * try (var server = MessageServer.bind(loom, "udp://:4000", config)) {
 *   while (true) {
 *     MessageConnection connection = server.accept();
 *     Thread.startVirtualThread(() -> serve(connection));
 *   }
 * }
 * }
 *
 * <p>Any thread may call anything at any time. Calls that wait end as those of a {@link
 * org.packetloom.Listener} do, but with {@link ConnectionEndedException} once the server is closed,
 * or its socket has failed.
 */
public interface MessageServer extends AutoCloseable {
  /**
   * Binds a socket and begins to serve clients.
   *
   * @param loom opens the socket; closing it ends the server
   * @param uri where to: {@code udp}, {@code udp4}, {@code udp6}, or {@code local} with {@code
   *     behaviour=datagram}. Buffers of 4 MiB are asked for unless it has {@code receive-buffer}
   *     and {@code send-buffer}
   * @param config settings
   * @return the server
   * @throws IOException if the URI is wrong, or the system refuses
   */
  static MessageServer bind(Packetloom loom, String uri, MessageServerConfig config)
      throws IOException {
    return builder(config).bind(loom, uri);
  }

  /**
   * Begins to serve clients through a connector of one's own.
   *
   * @param connector without a chosen peer; is closed with the server, and must not be used
   *     otherwise. Its interrupt policy becomes that of the server and of its connections
   * @param config settings
   * @return the server
   * @throws IOException if the connector is closed
   */
  static MessageServer over(DatagramConnector connector, MessageServerConfig config)
      throws IOException {
    return builder(config).over(List.of(connector));
  }

  /**
   * Prepares a server.
   *
   * @param config settings; {@link MessageServerConfig#shards} is as {@link Builder#shards} says
   * @return a builder
   */
  static Builder builder(MessageServerConfig config) {
    return new ServerPreparation(config);
  }

  /** Prepares a server. A builder belongs to one thread. */
  interface Builder {
    /**
     * Spreads the connections over several locks, and over several threads that receive. Where the
     * scheme can share a port each has a socket of its own.
     *
     * @param count how many, 1 to 1024; 1 unless chosen otherwise
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    Builder shards(int count);

    /**
     * Chooses when queued messages are handed to the socket.
     *
     * @param policy that of new connections; {@link FlushPolicy#IMMEDIATE} unless chosen otherwise
     * @return this builder
     */
    Builder flushPolicy(FlushPolicy policy);

    /**
     * Binds and begins to serve.
     *
     * @param loom opens the sockets; closing it ends the server
     * @param uri as for {@link MessageServer#bind}
     * @return the server
     * @throws IOException if the URI is wrong, or the system refuses
     */
    MessageServer bind(Packetloom loom, String uri) throws IOException;

    /**
     * Begins to serve through connectors of one's own.
     *
     * @param connectors at least one, as for {@link MessageServer#over}; several must share one
     *     address. A thread receives from each
     * @return the server
     * @throws IllegalArgumentException if there is none
     * @throws IOException if one is closed; all are then
     */
    MessageServer over(List<? extends DatagramConnector> connectors) throws IOException;
  }

  /**
   * Where it serves.
   *
   * @return the URI of its socket, with the real port
   */
  ConnectorUri uri();

  /**
   * Its settings.
   *
   * @return what it was made with
   */
  MessageServerConfig config();

  /**
   * Takes the next client's connection; waits until there is one. One that ended before it was
   * taken is given too: what it had sent may be there.
   *
   * @return the connection
   * @throws ConnectionEndedException if the server is closed, or its socket has failed
   * @throws IOException as the class comment says
   */
  MessageConnection accept() throws IOException;

  /**
   * Takes a client's connection that is there, without waiting.
   *
   * @return the connection; empty if there is none
   * @throws ConnectionEndedException if the server is closed, or its socket has failed
   * @throws IOException only the type above
   */
  Optional<MessageConnection> tryAccept() throws IOException;

  /**
   * Sets the point at which accepting ends, calls in progress included.
   *
   * @param deadline {@link Deadline#NONE} to take it away
   * @return this server
   */
  MessageServer acceptDeadline(Deadline deadline);

  /**
   * What an interrupt of a thread does that waits in {@link #accept}.
   *
   * @return as chosen; at first as the connector
   */
  InterruptPolicy interruptPolicy();

  /**
   * Chooses what an interrupt of a thread does that waits in {@link #accept}; connections made from
   * now on begin with it.
   *
   * @param policy the new policy
   * @return this server
   */
  MessageServer interruptPolicy(InterruptPolicy policy);

  /**
   * The connections that have not ended, also those that were not accepted here yet.
   *
   * @return a copy, in no order
   */
  Collection<MessageConnection> connections();

  /**
   * Sends a message on all connections that have not ended, without waiting; its bytes are not
   * copied. It is handed to the socket at once, whatever the flush policies.
   *
   * @param channel id of the channel
   * @param payload the message
   * @return how many have taken it: those whose channel has no room are passed over
   * @throws MessageTooLargeException if it is larger than the channel takes
   * @throws IllegalArgumentException if there is no such channel
   */
  int broadcast(int channel, SharedPayload payload) throws MessageTooLargeException;

  /**
   * Sends a message on several connections, without waiting; its bytes are not copied. It is handed
   * to the socket at once, whatever the flush policies.
   *
   * @param channel id of the channel
   * @param payload the message
   * @param connections of this server; those that have ended, or whose channel has no room, are
   *     passed over
   * @return how many have taken it
   * @throws MessageTooLargeException if it is larger than the channel takes
   * @throws IllegalArgumentException if there is no such channel, or a connection is not of this
   *     server
   */
  int send(int channel, SharedPayload payload, Iterable<? extends MessageConnection> connections)
      throws MessageTooLargeException;

  /** Hands queued messages of all connections to the socket, as far as their rates allow. */
  void flush();

  /**
   * Ends a connection; the client gets to know {@link DisconnectReason#kicked}.
   *
   * @param id of the connection
   * @param code a number of the application's, 0 to 65535
   * @return false if there is none
   * @throws IllegalArgumentException if the code is out of range
   */
  boolean disconnect(long id, int code);

  /**
   * What it has counted, on all shards.
   *
   * @return a snapshot
   */
  ServerStats stats();

  /**
   * Takes no more clients, waits until all connections have ended, and closes.
   *
   * @param deadline when to close the connections that are left; the ambient one counts too, and so
   *     does an interrupt, whose flag stays set
   * @return whether none was left
   */
  boolean drain(Deadline deadline);

  /**
   * Whether it is open.
   *
   * @return false from the first {@link #close} on, or when the socket has failed
   */
  boolean isOpen();

  /**
   * Ends all connections and the server; does nothing if it is closed.
   *
   * <p>Every thread that waits in it or in a connection is woken with {@link
   * ConnectionEndedException}. The clients are told a few times, as datagrams may be lost, which
   * takes some tenths of a second if there are any: when this returns the sockets are closed and
   * nothing is left. An interrupt shortens it.
   */
  @Override
  void close();
}
