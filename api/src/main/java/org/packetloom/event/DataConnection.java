// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;

/**
 * A connection whose {@link DataHandler} is given what the peer sends, and to which is written
 * without waiting; incubating. While nothing is to be read or written it has neither a thread nor a
 * buffer. Safe for use by any thread, handlers included.
 *
 * @see Reactor#server
 * @see Reactor#connect
 */
public interface DataConnection extends AutoCloseable {
  /**
   * What is read from and written to. Reading is this connection's, writing is anybody's: each
   * write comes between two offers.
   *
   * @return always the same; closing it closes the connection
   */
  StreamConnector connector();

  /**
   * Its URI.
   *
   * @return as {@link StreamConnector#uri()}
   */
  default ConnectorUri uri() {
    return connector().uri();
  }

  /**
   * The address of the far end.
   *
   * @return as {@link StreamConnector#peerAddress()}
   */
  default Optional<SocketAddress> peerAddress() {
    return connector().peerAddress();
  }

  // ---- writing

  /**
   * Queues a copy of all remaining bytes, or nothing; never waits. After a refusal {@link
   * DataHandler#writable} tells of room.
   *
   * @param source as {@link WriteQueue#offer(ByteBuffer)}
   * @return whether it was accepted; false if there is no room for it now
   * @throws IllegalArgumentException if it is larger than the whole queue
   * @throws IOException what failed the queue; {@link org.packetloom.ConnectorClosedException} if
   *     the connection is closed, or being closed
   */
  boolean offer(ByteBuffer source) throws IOException;

  /**
   * Queues a buffer without copying it, or does nothing; never waits.
   *
   * @param source as {@link WriteQueue#offer(ByteBuffer, Consumer)}
   * @param release is given the buffer once if it was accepted
   * @return whether it was accepted; false if there is no room for it now
   * @throws IllegalArgumentException if it is larger than the whole queue
   * @throws IOException as {@link #offer(ByteBuffer)}
   */
  boolean offer(ByteBuffer source, Consumer<? super ByteBuffer> release) throws IOException;

  /**
   * What is to be written; to wait for room or for all to be written, and for figures.
   *
   * @return always the same; closing it is closing the connection's writing
   */
  WriteQueue queue();

  // ---- reading

  /**
   * Reads nothing more for now, so that a peer that goes on sending has to wait in the end. {@link
   * DataHandler#received} is called no more, nor are the end and failures of reading noticed; a
   * call in progress goes on.
   */
  void pause();

  /** Reads on. What a handler has left is received at once, even if nothing comes behind it. */
  void resume();

  /**
   * Whether it was paused.
   *
   * @return false after {@link #resume()}
   */
  boolean isPaused();

  // ---- what users keep

  /**
   * Keeps something with the connection.
   *
   * @param value in place of what was kept before
   * @return this connection
   */
  DataConnection attach(Object value);

  /**
   * What is kept with the connection.
   *
   * @param <T> its type
   * @param type its class
   * @return empty if nothing is
   * @throws ClassCastException if something of another type is
   */
  <T> Optional<T> attachment(Class<T> type);

  // ---- ending

  /**
   * Whether it can be used.
   *
   * @return false once it is closed, or being closed gently
   */
  boolean isOpen();

  /**
   * Accepts no more offers, writes what is queued, tells the peer the end, and closes as soon as
   * the peer has ended too; what the peer still sends is dropped. Does not wait for any of that.
   * Does nothing if it was called before.
   *
   * @param deadline when to close at once
   */
  void closeGently(Deadline deadline);

  /** Closes at once, and drops what is queued; does nothing if closed. */
  @Override
  void close();
}
