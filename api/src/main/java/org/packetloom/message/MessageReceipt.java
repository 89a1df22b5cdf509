// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.io.IOException;
import org.packetloom.Deadline;

/**
 * What becomes of a message that was sent; incubating.
 *
 * <p>Any thread may use it, also after the connection has ended.
 */
public interface MessageReceipt {
  /** What is known of a message. */
  enum State {
    /** It waits to be sent, or for its acknowledgement. */
    PENDING,
    /** The other side has all of it. */
    ACKED,
    /** It will not be sent again, and was not acknowledged. */
    LOST,
    /** The connection ended before anything was known. */
    UNKNOWN
  }

  /**
   * The message's name.
   *
   * @return its id: above those of all earlier messages of the channel
   */
  long id();

  /**
   * The channel it was sent by.
   *
   * @return the channel's id
   */
  int channel();

  /**
   * What is known of it now.
   *
   * @return the state, which changes once at most
   */
  State state();

  /**
   * Waits until the other side has all of the message. Obeys the deadline and the timeout of
   * writing, as sending does.
   *
   * @throws MessageLostException if it will not be sent again, and was not acknowledged: its
   *     datagram was lost and the channel promises nothing, a newer message took its place, or it
   *     expired
   * @throws ConnectionEndedException if the connection ended before that was known
   * @throws IOException as {@link MessageConnection} says
   */
  void await() throws IOException;

  /**
   * Waits until the other side has all of the message.
   *
   * @param deadline when to give up, if others are not earlier
   * @throws IOException as {@link #await()}
   */
  default void await(Deadline deadline) throws IOException {
    deadline.call(
        () -> {
          await();
          return null;
        });
  }
}
