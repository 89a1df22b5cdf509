// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.function.Consumer;

/** Refuses everything about messages. */
final class PlainMessageTransfer implements MessageTransfer {
  @Override
  public int tryReceive(MessageBatch batch) {
    return UNSUPPORTED;
  }

  @Override
  public int trySend(MessageBatch batch, int first, int end) {
    return UNSUPPORTED;
  }

  @Override
  public int takeErrors(Consumer<MessageError> taker) {
    return 0;
  }
}
