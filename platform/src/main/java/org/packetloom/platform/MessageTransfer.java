// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.function.Consumer;

/**
 * Moves many messages at once through the descriptor of a {@link Transfer}, whose rules hold here
 * too.
 */
public interface MessageTransfer {
  /** Result: the descriptor cannot do this. */
  int UNSUPPORTED = Integer.MIN_VALUE + 1;

  /** That of a descriptor without messages. */
  MessageTransfer NONE = new PlainMessageTransfer();

  /**
   * Receives as many messages as are there and fit; of direction {@link Transfer#READ}.
   *
   * @param batch what it held is lost, if there is a message
   * @return the number of messages, at least 1; {@link Transfer#NOT_READY}; {@link #UNSUPPORTED};
   *     or the negated error number
   */
  int tryReceive(MessageBatch batch);

  /**
   * Sends messages; of direction {@link Transfer#WRITE}.
   *
   * @param batch holds them
   * @param first index of the first
   * @param end index behind the last, greater than the first
   * @return how many were sent, from the first on, at least 1; {@link Transfer#NOT_READY} if the
   *     first cannot be sent now, of which some segments may be gone; {@link #UNSUPPORTED}; or the
   *     negated error number of the first
   */
  int trySend(MessageBatch batch, int first, int end);

  /**
   * Takes the errors that wait about messages sent before, if {@link DatagramFeature#ERROR_QUEUE}
   * is on. One thread at a time, whatever its direction.
   *
   * @param taker is given each
   * @return how many there were
   */
  int takeErrors(Consumer<MessageError> taker);
}
