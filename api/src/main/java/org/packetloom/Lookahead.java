// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads of a stream that look before they take.
 *
 * <p>Bytes that were looked at or put back come first in every later read, whichever method makes
 * it. The waiting rules and failures are those of {@link StreamConnector}; calls take their turn
 * with other reads.
 *
 * <p>The connectors of all built-in schemes that are streams have these methods, and those of
 * users' schemes that extend {@link org.packetloom.spi.AbstractStream}. The defaults are for other
 * streams: what cannot be had from plain reads throws {@link UnsupportedOperationException}.
 */
public interface Lookahead {
  /** The most bytes that can be unread at a time: 65 536. */
  int MOST_UNREAD = 1 << 16;

  /**
   * Reads some bytes and leaves them there; waits until there is at least one.
   *
   * <p>Calling it again waits for nothing: it gives the same bytes, and those that came since. Of a
   * pipe, and of a stream without a descriptor, no more than {@link #MOST_UNREAD} bytes can be
   * seen.
   *
   * @param destination receives up to its remaining bytes
   * @return the number of bytes, at least 1; −1 at the end; 0 only if nothing remains in {@code
   *     destination}, or if there is nothing to read and the connector was opened with {@code
   *     blocking=no}
   * @throws UnsupportedOperationException if the connector cannot look ahead; by default
   * @throws IOException as {@link StreamConnector} lists
   */
  default int peek(ByteBuffer destination) throws IOException {
    throw new UnsupportedOperationException("peek");
  }

  /**
   * Puts bytes back, before those that are still to be read.
   *
   * @param source drained on return; nothing of it is taken if it does not fit
   * @throws java.nio.BufferOverflowException if more than {@link #MOST_UNREAD} would be unread
   * @throws UnsupportedOperationException if the connector cannot put bytes back; by default
   * @throws IOException as {@link StreamConnector} lists, while it waits for its turn
   */
  default void unread(ByteBuffer source) throws IOException {
    throw new UnsupportedOperationException("unread");
  }

  /**
   * Reads up to a delimiter, which is included; nothing beyond it is taken.
   *
   * <p>If the last byte read is not the delimiter, the buffer is full or the stream has ended. By
   * default it reads byte by byte, and other threads' reads may come between.
   *
   * @param delimiter the byte to stop after
   * @param destination receives up to its remaining bytes
   * @return the number of bytes; −1 if the stream ended before the first; 0 only if nothing remains
   *     in {@code destination}, or if there is nothing to read and the connector was opened with
   *     {@code blocking=no}
   * @throws IOException as {@link StreamConnector} lists; the position tells what was read
   */
  int readUntil(byte delimiter, ByteBuffer destination) throws IOException;

  /**
   * Lends what there is to read to a consumer; waits until there is at least one byte.
   *
   * <p>The buffer holds up to {@link #MOST_UNREAD} bytes and is there once there is something to
   * read, for sockets and pipes out of a pool: a connection that waits holds none. What the
   * consumer leaves stays unread, and the next call waits for more before it lends both together,
   * unless no more would fit. The consumer must not read from this connector; it may write.
   *
   * @param consumer called once, but not at the end of the stream
   * @return the number of bytes that it took; −1 at the end: what was left before can still be
   *     read; 0 also if there is nothing to read and the connector was opened with {@code
   *     blocking=no}
   * @throws IllegalStateException if the consumer reads
   * @throws UnsupportedOperationException if the connector cannot put bytes back; by default
   * @throws IOException as {@link StreamConnector} lists, or from the consumer: what it took until
   *     then is read
   */
  default int receive(BufferConsumer consumer) throws IOException {
    throw new UnsupportedOperationException("receive");
  }

  /**
   * Whether the other end is there, as far as the system knows by now. Takes nothing, never waits,
   * never throws.
   *
   * <p>Bytes before the end count as life: that it has ended is seen once they are read. While
   * another thread reads, it is alive. By default it tells whether the connector is open.
   *
   * @return false if the connector is closed, reading was shut down, or an end or an error would be
   *     read next
   */
  boolean isAlive();
}
