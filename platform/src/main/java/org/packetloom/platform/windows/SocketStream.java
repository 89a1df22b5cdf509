// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.packetloom.platform.StreamTransfer;
import org.packetloom.platform.Transfer;

/** Peeks and sends with flags on a stream socket. Windows has no splice. */
final class SocketStream implements StreamTransfer {
  private final SocketTransfer transfer;
  private final Scratch.Pool scratches;

  SocketStream(SocketTransfer transfer, Scratch.Pool scratches) {
    this.transfer = transfer;
    this.scratches = scratches;
  }

  @Override
  public int tryPeek(ByteBuffer destination) {
    if (transfer.keptError() != 0) {
      return transfer.keptError();
    }
    IocpOperation operation = transfer.busy(Transfer.READ);
    if (operation != null && operation.isDone() && operation.left() > 0) {
      return copy(operation, destination); // what a read has waited for and not taken
    }
    int n = transfer.orReset(SocketErrors.ofRead(receive(destination, Constants.MSG_PEEK)));
    if (n < 0 && n != Transfer.NOT_READY) {
      transfer.keepError(n); // Winsock has told it
    }
    return n;
  }

  private static int copy(IocpOperation operation, ByteBuffer destination) {
    int count = Math.min(operation.left(), destination.remaining());
    ByteBuffer bytes = operation.buffer().asByteBuffer();
    destination.put(destination.position(), bytes, operation.taken(), count);
    return count;
  }

  @Override
  public int tryReceiveUrgent(ByteBuffer destination) {
    transfer.askedForUrgent();
    int n = receive(destination.slice(destination.position(), 1), Constants.MSG_OOB);
    // recv: there is none, or it was taken
    return n == -WindowsErrors.WSAEINVAL ? Transfer.NOT_READY : SocketErrors.ofRead(n);
  }

  private int receive(ByteBuffer destination, int flags) {
    Scratch scratch = scratches.take();
    try {
      int most = Math.min(destination.remaining(), Scratch.SIZE);
      int n = WinsockBytes.recv(transfer.handle(), scratch.segment(), most, flags, scratch.state());
      if (n > 0) {
        destination.put(destination.position(), scratch.bytes(), 0, n);
      }
      return n;
    } finally {
      scratches.give(scratch);
    }
  }

  @Override
  public int trySend(ByteBuffer source, int flags) {
    int length = source.remaining();
    if ((flags & URGENT) == 0 || length == 1) {
      return send(source, length, flags);
    }
    // the last byte of what is taken would be the urgent one: it has to go alone
    return send(source, length - 1, flags & ~URGENT);
  }

  private int send(ByteBuffer source, int length, int flags) {
    int most = Math.min(length, Scratch.SIZE);
    int messageFlags =
        ((flags & URGENT) == 0 ? 0 : Constants.MSG_OOB)
            | ((flags & DONT_ROUTE) == 0 ? 0 : Constants.MSG_DONTROUTE);
    Scratch scratch = scratches.take();
    try {
      scratch.bytes().put(0, source, source.position(), most);
      MemorySegment from = scratch.segment();
      int n = WinsockBytes.send(transfer.handle(), from, most, messageFlags, scratch.state());
      return n == -WindowsErrors.WSAEOPNOTSUPP ? UNSUPPORTED : SocketErrors.ofWrite(n);
    } finally {
      scratches.give(scratch);
    }
  }

  @Override
  public int isAlive() {
    int n = tryPeek(ByteBuffer.allocate(1));
    return n > 0 || n == Transfer.NOT_READY ? 1 : 0;
  }

  @Override
  public void expectMuch() {}

  @Override
  public int trySpliceIn(int pipe, int most) {
    return UNSUPPORTED;
  }

  @Override
  public int trySpliceOut(int pipe, int most) {
    return UNSUPPORTED;
  }

  @Override
  public int trySendFile(int file, long position, int most) {
    return UNSUPPORTED;
  }
}
