// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.MessageError;
import org.packetloom.platform.MessageTransfer;

/**
 * Moves batches of messages with recvmmsg(2) and, by a {@link BatchSender}, with sendmmsg(2), and
 * packets of a device one by one.
 */
public final class UnixMessageTransfer implements MessageTransfer {
  private final ReactorTransfer transfer;
  private final int descriptor;
  private final boolean isDevice;
  private final UnixCalls calls;
  private final int receiveFlags;
  private final Errno readErrno;
  private final Errno writeErrno;

  /** Null until first used; the writer's. */
  private @Nullable BatchSender sender;

  /** Null until first used; used by one thread at a time. */
  private ErrorQueues.@Nullable Queue errors;

  UnixMessageTransfer(ReactorTransfer transfer, UnixCalls calls) {
    this.descriptor = transfer.descriptor();
    this.isDevice = transfer.kind() == DescriptorKind.DEVICE;
    this.calls = calls;
    this.transfer = transfer;
    SocketNumbers numbers = calls.system().sockets();
    this.receiveFlags = numbers.MSG_DONTWAIT() | numbers.MSG_TRUNC();
    this.readErrno = transfer.memory().errno();
    this.writeErrno = transfer.memory().errno();
  }

  @Override
  public int tryReceive(MessageBatch batch) {
    BatchMemory memory = (BatchMemory) batch;
    memory.begin();
    try {
      return isDevice ? readPackets(memory) : receive(memory);
    } finally {
      memory.end();
    }
  }

  private int receive(BatchMemory memory) {
    int capacity = memory.capacity();
    long headers = memory.prepareToReceive();
    int n;
    do {
      n = calls.messages().recvmmsg(descriptor, headers, capacity, receiveFlags, readErrno);
    } while (n == -UnixErrors.EINTR);
    for (int i = 0; i < n; i++) {
      memory.takeReceived(i);
    }
    return transfer.pendingIfAgain(n);
  }

  private int readPackets(BatchMemory memory) {
    int count = 0;
    while (count < memory.capacity()) {
      int room = Math.min(memory.bytesEach(), Scratch.SIZE);
      int n = calls.bytes().read(descriptor, memory.bytes(count), room, readErrno);
      if (n >= 0) {
        memory.received(count, n);
        count++;
      } else if (n != -UnixErrors.EINTR) {
        return count > 0 ? count : transfer.pendingIfAgain(n);
      }
    }
    return count;
  }

  @Override
  public int trySend(MessageBatch batch, int first, int end) {
    BatchMemory memory = (BatchMemory) batch;
    memory.begin();
    try {
      int sent = isDevice ? writePackets(memory, first, end) : sender().send(memory, first, end);
      return transfer.pendingIfAgain(sent);
    } finally {
      memory.end();
    }
  }

  private BatchSender sender() {
    BatchSender known = sender;
    if (known == null) {
      known = new BatchSender(descriptor, calls, writeErrno);
      sender = known;
    }
    return known;
  }

  private int writePackets(BatchMemory memory, int first, int end) {
    int index = first;
    while (index < end) {
      int size = Math.min(memory.size(index), Scratch.SIZE);
      int n = calls.bytes().write(descriptor, memory.bytes(index), size, writeErrno);
      if (n >= 0) {
        index++;
      } else if (n != -UnixErrors.EINTR) {
        return index > first ? index - first : n;
      }
    }
    return index - first;
  }

  @Override
  public int takeErrors(Consumer<MessageError> taker) {
    ErrorQueues.Queue queue = errors;
    if (queue == null) {
      queue = calls.system().errorQueues().of(descriptor, calls);
      errors = queue;
    }
    return queue.take(taker);
  }
}
