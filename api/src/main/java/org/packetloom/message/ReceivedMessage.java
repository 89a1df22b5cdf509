// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.nio.ByteBuffer;

/**
 * A message that has arrived; incubating.
 *
 * <p>Its bytes are lent until {@link #close}, which gives them back to the endpoint; one that is
 * never closed is left to the garbage collector. Not for several threads at once.
 */
public interface ReceivedMessage extends AutoCloseable {
  /**
   * The sender's name of it.
   *
   * @return what {@code send} returned there
   */
  long id();

  /**
   * The channel it came by.
   *
   * @return the channel's id
   */
  int channel();

  /**
   * Its size.
   *
   * @return bytes, 0 or more
   */
  int size();

  /**
   * Its bytes.
   *
   * @return the same buffer at each call, read-only, at first from position 0 to the size
   * @throws IllegalStateException if the message is closed
   */
  ByteBuffer payload();

  /**
   * A copy of its bytes.
   *
   * @return a new array
   * @throws IllegalStateException if the message is closed
   */
  default byte[] toBytes() {
    var bytes = new byte[size()];
    payload().get(0, bytes);
    return bytes;
  }

  /** Gives the bytes back. Does nothing if it is closed. */
  @Override
  void close();
}
