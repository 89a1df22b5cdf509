// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.packetloom.Deadline;
import org.packetloom.MessageTooLargeException;

/**
 * A channel of a connection, in blocking style; incubating.
 *
 * <p>Any thread may call anything at any time. Calls that wait end as {@link MessageConnection}
 * says; threads that wait for the same are served in the order in which they came.
 */
public interface MessageChannel {
  /**
   * Its settings.
   *
   * @return as the connection was made with
   */
  ChannelConfig config();

  /**
   * The connection it belongs to.
   *
   * @return always the same
   */
  MessageConnection connection();

  /**
   * Sends a message; waits while too much is queued before it. Its bytes are copied.
   *
   * @param payload its remaining bytes are the message; drained on return, untouched on an
   *     exception
   * @return what tells when it has arrived
   * @throws MessageTooLargeException if it is larger than the channel takes
   * @throws IOException as {@link MessageConnection} says; the message was not taken then
   */
  MessageReceipt send(ByteBuffer payload) throws IOException;

  /**
   * Sends a message; waits while too much is queued before it.
   *
   * @param payload as for {@link #send(ByteBuffer)}
   * @param deadline when to give up, if others are not earlier
   * @return what tells when it has arrived
   * @throws IOException as {@link #send(ByteBuffer)}
   */
  default MessageReceipt send(ByteBuffer payload, Deadline deadline) throws IOException {
    return deadline.call(() -> send(payload));
  }

  /**
   * Sends a message if there is room for it now.
   *
   * @param payload its remaining bytes are the message; drained if it was taken, else untouched
   * @return what tells when it has arrived; empty if there is no room, or others wait for it
   * @throws MessageTooLargeException if it is larger than the channel takes
   * @throws ConnectionEndedException if the connection has ended
   * @throws IOException only the types above
   */
  Optional<MessageReceipt> trySend(ByteBuffer payload) throws IOException;

  /**
   * Sends a message that nobody wants to know the fate of; otherwise as {@link #send(ByteBuffer)}.
   * Nothing is allocated for it.
   *
   * @param payload as for {@link #send(ByteBuffer)}
   * @return the message's id
   * @throws IOException as {@link #send(ByteBuffer)}
   */
  long post(ByteBuffer payload) throws IOException;

  /**
   * Sends a message that nobody wants to know the fate of, and whose bytes are not copied.
   *
   * @param payload the message
   * @return the message's id
   * @throws IOException as {@link #send(ByteBuffer)}
   */
  long post(SharedPayload payload) throws IOException;

  /**
   * Sends a message that nobody wants to know the fate of, if there is room for it now.
   *
   * @param payload as for {@link #trySend}
   * @return false if there is no room, or others wait for it
   * @throws IOException as {@link #trySend}
   */
  boolean tryPost(ByteBuffer payload) throws IOException;

  /**
   * Takes the next message that has arrived; waits until there is one. What had arrived when the
   * other side ended the connection can still be taken.
   *
   * @return the message, to be closed after use
   * @throws ConnectionEndedException if the connection has ended, and nothing is left to take
   * @throws IOException as {@link MessageConnection} says
   */
  ReceivedMessage receive() throws IOException;

  /**
   * Takes the next message that has arrived; waits until there is one.
   *
   * @param deadline when to give up, if others are not earlier
   * @return the message, to be closed after use
   * @throws IOException as {@link #receive()}
   */
  default ReceivedMessage receive(Deadline deadline) throws IOException {
    return deadline.call(this::receive);
  }

  /**
   * Takes a message that has arrived, without waiting.
   *
   * @return the message, to be closed after use; empty if there is none, or others wait for it
   * @throws ConnectionEndedException if the connection has ended, and nothing is left to take
   * @throws IOException only the type above
   */
  Optional<ReceivedMessage> tryReceive() throws IOException;

  /**
   * What waits to be sent, or to be acknowledged.
   *
   * @return bytes of messages; 0 after the end
   */
  long queuedBytes();
}
