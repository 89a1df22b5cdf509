// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.util.function.Consumer;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.MessageError;
import org.packetloom.platform.MessageTransfer;
import org.packetloom.platform.Transfer;

/**
 * Moves batches of messages, one call for each, as Windows has none for several; a message of
 * several segments goes segment by segment.
 */
final class DatagramMessages implements MessageTransfer {
  private final DatagramTransfer transfer;

  DatagramMessages(DatagramTransfer transfer) {
    this.transfer = transfer;
  }

  @Override
  public int tryReceive(MessageBatch batch) {
    DatagramBatchMemory memory = (DatagramBatchMemory) batch;
    memory.begin();
    try {
      int count = 0;
      while (count < memory.capacity()) {
        int result = transfer.receive(memory, count);
        if (result < 0) {
          return count == 0 ? result : countedBefore(result, count);
        }
        count++;
      }
      return count;
    } finally {
      memory.end();
    }
  }

  private int countedBefore(int result, int count) {
    if (result != Transfer.NOT_READY) {
      transfer.keepError(result);
    }
    return count;
  }

  @Override
  public int trySend(MessageBatch batch, int first, int end) {
    DatagramBatchMemory memory = (DatagramBatchMemory) batch;
    memory.begin();
    try {
      for (int index = first; index < end; index++) {
        int result = send(memory, index);
        if (result < 0) {
          return index > first ? index - first : result;
        }
      }
      return end - first;
    } finally {
      memory.end();
    }
  }

  /** Sends what is left of a message; 0 if that is done. */
  private int send(DatagramBatchMemory memory, int index) {
    int size = memory.size(index);
    int segment = memory.segmentSize(index);
    int most = segment > 0 ? segment : Math.max(size, 1);
    int from = memory.sentBytes(index);
    do {
      int length = Math.min(size - from, most);
      int result = transfer.send(memory, index, from, length);
      if (result < 0) {
        return result;
      }
      from += length;
      memory.sentBytes(index, from);
    } while (from < size);
    memory.sentBytes(index, 0);
    return 0;
  }

  /** None: errors are told by calls. */
  @Override
  public int takeErrors(Consumer<MessageError> taker) {
    return 0;
  }
}
