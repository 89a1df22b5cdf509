// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;

/**
 * A connection of messages over datagrams, in blocking style; incubating.
 *
 * <p>
 *
 * {@snippet :
 * try (var connection = MessageConnection.connect(loom, "udp://127.0.0.1:4000", config)) {
 *   MessageChannel chat = connection.channel(1);
 *   MessageReceipt receipt = chat.send(buffer); // waits while too much is queued
 *   receipt.await(); // until the server has it
 *   try (ReceivedMessage answer = chat.receive()) { // waits until there is one
 *     print(answer.payload());
 *   }
 * }
 * }
 *
 * <p>Any thread may call anything at any time: virtual threads park, platform threads block the
 * same way. Sending and receiving are independent, and so are the channels; deadlines and timeouts
 * are those of all channels. Whatever waits obeys, whichever comes first, the deadline of its
 * direction, the rolling timeout of its direction and the ambient {@link Deadline}; answers
 * interrupts by the {@link InterruptPolicy}; and ends with the connection. It throws:
 *
 * <ul>
 *   <li>{@link org.packetloom.ConnectorTimeoutException} if a deadline or timeout passes; the
 *       connection goes on;
 *   <li>{@link org.packetloom.ConnectorInterruptedException} or {@link
 *       org.packetloom.ConnectorClosedByInterruptException} if the thread is interrupted, by the
 *       policy;
 *   <li>{@link ConnectionEndedException} with the reason if the connection has ended or ends
 *       meanwhile, on this side or the other, or if the socket beneath fails.
 * </ul>
 *
 * <p>Errors that the network reports while a connection lasts, such as an unreachable port, do not
 * end it: anyone can forge them, and they may pass. It ends if nothing is heard of the other side
 * for {@link MessageConfig#idleTimeout}. Datagrams larger than 2048 bytes are received only if the
 * own {@link MessageConfig#maxDatagramSize} is as large.
 */
public interface MessageConnection extends AutoCloseable {
  /**
   * Connects to a server; waits until it has accepted, or for the ambient deadline.
   *
   * @param loom opens the socket; closing it ends the connection
   * @param uri where the server is: {@code udp}, {@code udp4}, {@code udp6}, or {@code local} with
   *     {@code behaviour=datagram}. Of several addresses each is tried until one accepts
   * @param config settings
   * @return the connection
   * @throws HandshakeTimeoutException if the server does not answer within {@link
   *     MessageClientConfig#handshakeTimeout}
   * @throws HandshakeRefusedException if the server does not accept, with its reason
   * @throws org.packetloom.ConnectionRefusedException if nobody has a socket there, as far as the
   *     network tells
   * @throws org.packetloom.ConnectorTimeoutException if the ambient deadline passes
   * @throws org.packetloom.ConnectorInterruptedException if the thread is interrupted
   * @throws IOException if the URI is wrong, its name cannot be resolved, or the system refuses
   */
  static MessageConnection connect(Packetloom loom, String uri, MessageClientConfig config)
      throws IOException {
    return Connecting.connect(loom, uri, config);
  }

  /**
   * Connects to a server; waits until it has accepted.
   *
   * @param loom opens the socket; closing it ends the connection
   * @param uri where the server is
   * @param config settings
   * @param deadline when to give up
   * @return the connection
   * @throws IOException as {@link #connect(Packetloom, String, MessageClientConfig)}
   */
  static MessageConnection connect(
      Packetloom loom, String uri, MessageClientConfig config, Deadline deadline)
      throws IOException {
    return deadline.call(() -> connect(loom, uri, config));
  }

  /**
   * Connects to a server by a connector of one's own; waits until the server has accepted, or for
   * the ambient deadline.
   *
   * @param connector has chosen the server as its peer, or leads there without addresses; is closed
   *     with the connection, also if that is not made, and must not be used otherwise. Its
   *     interrupt policy becomes that of the connection
   * @param config settings
   * @return the connection
   * @throws org.packetloom.NotConnectedException if the connector has not chosen a peer
   * @throws IOException as {@link #connect(Packetloom, String, MessageClientConfig)}
   */
  static MessageConnection over(DatagramConnector connector, MessageClientConfig config)
      throws IOException {
    return MessageRuntime.PROVIDER.connect(connector, config, Thread.ofVirtual().factory());
  }

  /**
   * Connects to a server by a connector of one's own; waits until the server has accepted.
   *
   * @param connector as for {@link #over(DatagramConnector, MessageClientConfig)}
   * @param config settings
   * @param deadline when to give up
   * @return the connection
   * @throws IOException as {@link #over(DatagramConnector, MessageClientConfig)}
   */
  static MessageConnection over(
      DatagramConnector connector, MessageClientConfig config, Deadline deadline)
      throws IOException {
    return deadline.call(() -> over(connector, config));
  }

  /**
   * Its settings.
   *
   * @return channels and limits
   */
  MessageConfig config();

  /**
   * Names the connection; both sides call it the same.
   *
   * @return random, never 0
   */
  long id();

  /**
   * Where the other side is. May change while the connection lasts, on the server's side.
   *
   * @return the address, also after the end; empty if the connector has none
   */
  Optional<SocketAddress> peerAddress();

  /**
   * Whom the connect token of the client was issued to, on the server's side.
   *
   * @return {@link TokenGrant#clientId}; 0 without tokens, and on the client's side
   */
  long clientId();

  /**
   * What the issuer of the connect token said of the client, on the server's side.
   *
   * @return {@link TokenGrant#userData}, a new read-only view; empty without tokens, and on the
   *     client's side
   */
  ByteBuffer userData();

  /**
   * A channel.
   *
   * @param id its id
   * @return always the same object
   * @throws IllegalArgumentException if there is no such channel
   */
  MessageChannel channel(int id);

  /**
   * All channels.
   *
   * @return ascending by their ids
   */
  List<MessageChannel> channels();

  /**
   * Takes the next message that has arrived on any channel; waits until there is one. Threads that
   * wait for a message of one channel come before those that wait here.
   *
   * @return the message, to be closed after use
   * @throws ConnectionEndedException if the connection has ended, and nothing is left to take
   * @throws IOException as the class comment says
   */
  ReceivedMessage receive() throws IOException;

  /**
   * Takes the next message that has arrived on any channel; waits until there is one.
   *
   * @param deadline when to give up, if others are not earlier
   * @return the message, to be closed after use
   * @throws IOException as {@link #receive()}
   */
  default ReceivedMessage receive(Deadline deadline) throws IOException {
    return deadline.call(() -> receive());
  }

  /**
   * Takes a message that has arrived on any channel, without waiting.
   *
   * @return the message, to be closed after use; empty if there is none, or others wait for it
   * @throws ConnectionEndedException if the connection has ended, and nothing is left to take
   * @throws IOException only the type above
   */
  Optional<ReceivedMessage> tryReceive() throws IOException;

  /**
   * How many bytes of messages could leave at once, behind what waits already: what is worth
   * packing now.
   *
   * @return bytes, 0 if what is queued takes all that the rate allows, or after the end
   */
  int sendBudget();

  /**
   * Chooses when queued messages are handed to the socket.
   *
   * @param policy the policy; {@link FlushPolicy#IMMEDIATE} unless chosen otherwise
   * @return this connection
   */
  MessageConnection flushPolicy(FlushPolicy policy);

  /** Hands queued messages to the socket, as far as the rate allows. */
  void flush();

  /**
   * Sets the point at which receiving ends, calls in progress included.
   *
   * @param deadline {@link Deadline#NONE} to take it away
   * @return this connection
   */
  MessageConnection readDeadline(Deadline deadline);

  /**
   * Sets the point at which sending ends, and waiting for acknowledgements; calls in progress
   * included.
   *
   * @param deadline {@link Deadline#NONE} to take it away
   * @return this connection
   */
  MessageConnection writeDeadline(Deadline deadline);

  /**
   * Limits how long each single call may wait for a message.
   *
   * @param timeout zero for no limit
   * @return this connection
   * @throws IllegalArgumentException if it is negative
   */
  MessageConnection readTimeout(Duration timeout);

  /**
   * Limits how long each single call may wait until its message is taken, or acknowledged.
   *
   * @param timeout zero for no limit
   * @return this connection
   * @throws IllegalArgumentException if it is negative
   */
  MessageConnection writeTimeout(Duration timeout);

  /**
   * What an interrupt of a waiting thread does.
   *
   * @return as chosen; at first as the connector, or the server
   */
  InterruptPolicy interruptPolicy();

  /**
   * Chooses what an interrupt of a waiting thread does, from the next interrupt on.
   *
   * @param policy the new policy
   * @return this connection
   */
  MessageConnection interruptPolicy(InterruptPolicy policy);

  /**
   * Whether it has not ended.
   *
   * @return false from the end on, whatever the reason
   */
  boolean isOpen();

  /**
   * Why it has ended.
   *
   * @return the reason; empty while it has not
   */
  Optional<DisconnectReason> ended();

  /**
   * What it has counted and measured.
   *
   * @return a snapshot, also after the end
   */
  ConnectionStats stats();

  /**
   * Waits until everything that was promised has been acknowledged, and all else sent. Obeys the
   * deadline of writing too; an interrupt ends the wait under any policy but {@link
   * InterruptPolicy#DEFER}.
   *
   * @param deadline when to give up, if others are not earlier
   * @return false if it passed
   * @throws ConnectionEndedException if the connection ends before
   * @throws IOException as the class comment says, but never for a deadline
   */
  boolean drain(Deadline deadline) throws IOException;

  /**
   * Ends the connection; the other side gets to know {@link DisconnectReason#kicked}. Otherwise as
   * {@link #close()}.
   *
   * @param code a number of the application's, 0 to 65535
   * @throws IllegalArgumentException if it is out of range
   */
  void disconnect(int code);

  /**
   * Ends the connection once everything that was promised has been acknowledged, or after a time.
   * An interrupt ends it at once; the flag stays set.
   *
   * @param linger how long that may take
   */
  void close(Duration linger);

  /**
   * Ends the connection; does nothing if it has ended. What waits to be sent is dropped, see {@link
   * #close(Duration)}.
   *
   * <p>Every thread that waits in it is woken with {@link ConnectionEndedException}. The other side
   * is told a few times, as datagrams may be lost: a client's call takes some tenths of a second
   * for that, and when it returns the socket is closed and nothing is left; an interrupt shortens
   * it.
   */
  @Override
  void close();
}
