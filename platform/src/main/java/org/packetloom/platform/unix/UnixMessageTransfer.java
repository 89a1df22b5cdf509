// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.DatagramFeature;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.MessageError;
import org.packetloom.platform.MessageTransfer;

/**
 * Moves batches of messages with recvmmsg(2) and sendmmsg(2), and packets of a device one by one.
 *
 * <p>A message of several segments goes in as few calls as can be: the kernel cuts up to 64
 * datagrams, of up to 64 KiB together, with one pass through its layers (UDP_SEGMENT, Linux 4.18).
 * Where it will not, each segment is sent by itself: because the kernel is older, the device cannot
 * (EIO), or the segments are larger than the path takes in one packet (EINVAL), where the usual way
 * makes fragments. What was sent of a message is remembered with it.
 */
public final class UnixMessageTransfer implements MessageTransfer {
  /** UDP_MAX_SEGMENTS of kernels before 6.9, which allow 128. */
  private static final int MOST_SEGMENTS = 64;

  /** The most bytes of a UDP datagram over IPv4, before it is cut; IPv6 has 20 more. */
  private static final int MOST_BYTES = 65_507;

  private final ReactorTransfer transfer;
  private final int descriptor;
  private final boolean isDevice;
  private final UnixCalls calls;
  private final UnixDatagramSockets sockets;
  private final int receiveFlags;
  private final int sendFlags;
  private final Errno readErrno;
  private final Errno writeErrno;

  /** Whether the kernel cuts: 0 if not known yet, 1 or −1; the writer's. */
  private int segmentation;

  /** Null until first used; used by one thread at a time. */
  private ErrorQueues.@Nullable Queue errors;

  UnixMessageTransfer(ReactorTransfer transfer, UnixCalls calls) {
    this.descriptor = transfer.descriptor();
    this.isDevice = transfer.kind() == DescriptorKind.DEVICE;
    this.calls = calls;
    this.transfer = transfer;
    this.sockets = new UnixDatagramSockets(calls);
    SocketNumbers numbers = calls.system().sockets();
    this.receiveFlags = numbers.MSG_DONTWAIT() | numbers.MSG_TRUNC();
    this.sendFlags = numbers.MSG_DONTWAIT() | numbers.MSG_NOSIGNAL();
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
    for (int i = 0; i < capacity; i++) {
      memory.prepareToReceive(i);
    }
    int n;
    do {
      n =
          calls
              .messages()
              .recvmmsg(descriptor, memory.header(0), capacity, receiveFlags, readErrno);
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
      int sent = sendSome(memory, first, end);
      return transfer.pendingIfAgain(sent);
    } finally {
      memory.end();
    }
  }

  private int sendSome(BatchMemory memory, int first, int end) {
    if (isDevice) {
      return writePackets(memory, first, end);
    }
    if (isSegmented(memory, first)) {
      return sendSegments(memory, first);
    }
    int last = first;
    do {
      memory.prepareToSend(last);
      last++;
    } while (last < end && !isSegmented(memory, last));
    int n;
    do {
      n =
          calls
              .messages()
              .sendmmsg(descriptor, memory.header(first), last - first, sendFlags, writeErrno);
    } while (n == -UnixErrors.EINTR);
    return n;
  }

  private static boolean isSegmented(BatchMemory memory, int index) {
    int segment = memory.segmentSize(index);
    return segment > 0 && segment < memory.size(index);
  }

  /** Sends what is left of a message; 1 if that is done. */
  private int sendSegments(BatchMemory memory, int index) {
    int size = memory.size(index);
    int segment = memory.segmentSize(index);
    boolean isCut = canCut();
    while (true) {
      int from = memory.sentBytes(index);
      int most = isCut ? mostAtOnce(segment) : segment;
      int length = Math.min(size - from, most);
      int cut = length > segment ? segment : 0;
      memory.prepareToSend(index, from, length, cut);
      int n = calls.messages().sendmsg(descriptor, memory.header(index), sendFlags, writeErrno);
      if (n >= 0 && from + length == size) {
        memory.sentBytes(index, 0);
        return 1;
      }
      if (n >= 0) {
        memory.sentBytes(index, from + length);
      } else if (cut > 0 && isRefusal(n)) {
        isCut = false;
        segmentation = n == -UnixErrors.EINVAL ? segmentation : -1;
      } else if (n != -UnixErrors.EINTR) {
        return n;
      }
    }
  }

  private static int mostAtOnce(int segment) {
    int count = Math.clamp(MOST_BYTES / segment, 1, MOST_SEGMENTS);
    return count * segment;
  }

  private boolean isRefusal(int result) {
    return switch (calls.system().errors().of(-result)) {
      case EINVAL, EIO, ENOPROTOOPT, EOPNOTSUPP, EMSGSIZE -> true;
      default -> false;
    };
  }

  /** Kernels that do not know of segments send the whole, and do not say so: they are asked. */
  private boolean canCut() {
    if (segmentation == 0) {
      int known = sockets.hasFeature(descriptor, DatagramFeature.SEGMENTATION);
      segmentation = known == 0 ? 1 : -1;
    }
    return segmentation > 0;
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
