// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.packetloom.platform.MessageTransfer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.messages.KnownAddresses;

/**
 * A socket of datagrams at a completion port.
 *
 * <p>Attempts are calls that do not wait. A receive that has to wait is an overlapped WSARecvFrom
 * into a page of the poller's, if what the caller has room for fits one; so a datagram that it
 * waits for costs no further call. Everything else that waits is a poll: receives into large
 * buffers, which would keep as much memory locked for each idle socket; batches, whose packet
 * information another call tells; and sends, which hardly ever wait.
 *
 * <p>No datagram is cut by Windows, see {@link DatagramMemory}: what does not fit the caller's
 * buffer is counted and lost.
 */
final class DatagramTransfer extends IocpTransfer {
  private static final int READABLE =
      Constants.AFD_POLL_RECEIVE
          | Constants.AFD_POLL_ABORT
          | Constants.AFD_POLL_LOCAL_CLOSE
          | Constants.AFD_POLL_CONNECT_FAIL;

  private static final int WRITABLE =
      Constants.AFD_POLL_SEND | Constants.AFD_POLL_ABORT | Constants.AFD_POLL_LOCAL_CLOSE;

  /** What an operation has for {@link DatagramMemory}. */
  private static final long MEMORY = IocpOperation.NAMES;

  private final KnownAddresses known = // the reader's
      new KnownAddresses(SocketAddresses::decode);
  private int asked; // the reader's; bytes wanted by the receive that was begun
  private int keptError; // the reader's; negated, 0 for none

  DatagramTransfer(Attachment attachment, IocpPoller poller, WindowsSystem system) {
    super(attachment, poller, system);
  }

  @Override
  void begin(IocpOperation operation, int most) {
    boolean isRead = operation.direction() == READ;
    boolean isSmall = isRead && most > 0 && most <= ReceiveBuffers.SIZE;
    if (isSmall && poller().associate(entry())) {
      receive(operation, most);
    } else {
      poller().poll(operation, entry(), isRead ? READABLE : WRITABLE);
    }
  }

  private void receive(IocpOperation operation, int most) {
    MemorySegment page = poller().buffers().take();
    asked = most;
    operation.prepare(IocpOperation.READ, page, most);
    DatagramMemory.prepareToReceive(operation.memory(), MEMORY, page.address(), most);
    Scratch scratch = system().scratches().take();
    try {
      long memory = operation.address(MEMORY);
      long overlapped = operation.address(IocpOperation.OVERLAPPED);
      int result = WinsockMessages.receive(handle(), memory, 2, overlapped, scratch.state());
      poller().begun(operation, entry(), result);
    } finally {
      system().scratches().give(scratch);
    }
  }

  /** An empty datagram is no end, and an error that ICMP told ends nothing. */
  @Override
  int ended(IocpOperation operation, int outcome) {
    return operation.direction();
  }

  // ---- receiving

  @Override
  public int tryReceive(ByteBuffer destination, NativeAddress.Box sender) {
    if (keptError != 0) {
      return takeKeptError();
    }
    IocpOperation operation = busy(READ);
    if (operation == null) {
      return receiveNow(destination, sender);
    }
    if (!operation.isDone()) {
      return NOT_READY;
    }
    int result = operation.result();
    if (result >= 0) {
      copy(operation.buffer(), destination, Math.min(result, asked));
      sender.put(sender(operation));
    }
    giveBuffer(operation);
    return isCancelled(result) ? receiveNow(destination, sender) : UdpErrors.asTold(result);
  }

  private static boolean isCancelled(int result) {
    return result == -WindowsErrors.ERROR_OPERATION_ABORTED;
  }

  private NativeAddress sender(IocpOperation operation) {
    return sender(operation.memory(), MEMORY);
  }

  private NativeAddress sender(MemorySegment memory, long at) {
    int size = DatagramMemory.nameSize(memory, at);
    return known.find(memory, at + DatagramMemory.NAME, size);
  }

  private int receiveNow(ByteBuffer destination, NativeAddress.Box sender) {
    Scratch scratch = system().scratches().take();
    try {
      boolean isDirect = destination.isDirect() && destination.hasRemaining();
      MemorySegment into = isDirect ? MemorySegment.ofBuffer(destination) : scratch.segment();
      int length = (int) Math.min(into.byteSize(), DatagramMemory.MOST);
      MemorySegment small = scratch.small();
      DatagramMemory.prepareToReceive(small, 0, into.address(), length);
      int result = WinsockMessages.receive(handle(), small.address(), 2, 0, scratch.state());
      if (result < 0) {
        return pendingOrTold(result);
      }
      int size = DatagramMemory.count(small, 0);
      if (!isDirect) {
        copy(into, destination, size);
      }
      sender.put(sender(small, 0));
      return size;
    } finally {
      Reference.reachabilityFence(destination); // the call knows its address alone
      system().scratches().give(scratch);
    }
  }

  private static void copy(MemorySegment from, ByteBuffer destination, int size) {
    int length = Math.min(size, destination.remaining());
    if (destination.hasArray()) {
      int offset = destination.arrayOffset() + destination.position();
      MemorySegment.copy(from, JAVA_BYTE, 0, destination.array(), offset, length);
    } else {
      MemorySegment.copy(from, 0, MemorySegment.ofBuffer(destination), 0, length);
    }
  }

  private static int pendingOrTold(int result) {
    return result == -WindowsErrors.WSAEWOULDBLOCK ? NOT_READY : UdpErrors.asTold(result);
  }

  private int takeKeptError() {
    int error = keptError;
    keptError = 0;
    return error;
  }

  /** Has the next receive tell an error that the system tells once. */
  void keepError(int negatedError) {
    keptError = negatedError;
  }

  /**
   * Receives into a batch: a message that was waited for first.
   *
   * @return 0 if one was received, NOT_READY or the negated error number
   */
  int receive(DatagramBatchMemory batch, int index) {
    if (keptError != 0) {
      return takeKeptError();
    }
    IocpOperation operation = busy(READ);
    if (operation == null) {
      return receiveNow(batch, index);
    }
    if (!operation.isDone()) {
      return NOT_READY;
    }
    int result = operation.result();
    if (result >= 0) {
      MemorySegment page = operation.buffer().asSlice(0, Math.min(result, asked));
      MemorySegment memory = operation.memory();
      int nameSize = DatagramMemory.nameSize(memory, MEMORY);
      MemorySegment name = memory.asSlice(MEMORY + DatagramMemory.NAME, SocketAddresses.SIZE);
      batch.receive(index, page, result, name, nameSize);
    }
    giveBuffer(operation);
    return isCancelled(result) ? receiveNow(batch, index) : Math.min(UdpErrors.asTold(result), 0);
  }

  private int receiveNow(DatagramBatchMemory batch, int index) {
    return pendingOrTold(batch.receive(index, handle()));
  }

  // ---- sending

  @Override
  public int trySend(ByteBuffer source, NativeAddress peer) {
    if (source.remaining() > Scratch.SIZE) {
      return -WindowsErrors.WSAEMSGSIZE;
    }
    Scratch scratch = system().scratches().take();
    try {
      MemorySegment small = scratch.small();
      int nameSize = DatagramMemory.name(small, 0, peer, entry().family());
      if (nameSize < 0) {
        return nameSize;
      }
      MemorySegment from = bytes(source, scratch);
      DatagramMemory.prepareToSend(small, 0, from.address(), source.remaining());
      int result = WinsockMessages.send(handle(), small.address(), nameSize, scratch.state());
      boolean lacksPeer = result == -WindowsErrors.WSAEINVAL && nameSize == 0; // as some say it
      return lacksPeer ? -WindowsErrors.WSAENOTCONN : pendingOrTold(result);
    } finally {
      Reference.reachabilityFence(source); // the call knows its address alone
      system().scratches().give(scratch);
    }
  }

  private static MemorySegment bytes(ByteBuffer source, Scratch scratch) {
    if (source.isDirect() && source.hasRemaining()) {
      return MemorySegment.ofBuffer(source);
    }
    if (source.hasArray()) {
      int offset = source.arrayOffset() + source.position();
      scratch.put(source.array(), offset, source.remaining());
    } else {
      scratch.bytes().put(0, source, source.position(), source.remaining());
    }
    return scratch.segment();
  }

  /** Sends a part of a message of a batch: 0, NOT_READY or the negated error number. */
  int send(DatagramBatchMemory batch, int index, int from, int length) {
    return pendingOrTold(batch.send(index, from, length, entry()));
  }

  @Override
  public MessageTransfer messages() {
    return new DatagramMessages(this);
  }
}
