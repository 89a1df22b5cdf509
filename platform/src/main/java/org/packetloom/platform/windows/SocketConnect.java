// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Transfer;

/**
 * The connecting of a stream socket; belongs to whoever has the turn of the writer.
 *
 * <p>ConnectEx, which wants a bound socket; or, where operations of the socket complete at another
 * poller's port, connect and a poll, whose outcome is in SO_ERROR. A socket whose connecting has
 * failed is of no further use: Windows refuses to connect it again.
 */
final class SocketConnect {
  private static final int NOT_READY = Transfer.NOT_READY;

  private final SocketTransfer transfer;
  private boolean isConnected;
  private boolean isConnecting; // without an operation

  SocketConnect(SocketTransfer transfer) {
    this.transfer = transfer;
  }

  /** As {@link Transfer#tryConnect}. */
  int tryConnect(NativeAddress peer) {
    IocpOperation operation = transfer.connect();
    if (operation != null) {
      int result = transfer.reap(operation);
      if (result == NOT_READY) {
        return NOT_READY;
      }
      if (result >= 0) {
        return connected();
      }
      if (result != -WindowsErrors.ERROR_OPERATION_ABORTED) {
        return result;
      }
    }
    if (isConnected) {
      return -WindowsErrors.WSAEISCONN;
    }
    return isConnecting ? outcome() : begin(peer);
  }

  private int begin(NativeAddress peer) {
    Scratch scratch = transfer.system().scratches().take();
    try {
      MemorySegment address = scratch.small();
      int length = SocketAddresses.encode(reachable(peer), address);
      if (length < 0) {
        return length;
      }
      boolean isOverlapped =
          transfer.entry().family() != Family.LOCAL
              && transfer.poller().associate(transfer.entry());
      return isOverlapped
          ? beginOverlapped(address, length, scratch)
          : connect(address, length, scratch);
    } finally {
      transfer.system().scratches().give(scratch);
    }
  }

  /** Unlike the other systems Windows does not take any address of this machine for loopback. */
  private static NativeAddress reachable(NativeAddress peer) {
    if (peer instanceof NativeAddress.Internet internet
        && internet.address().getAddress().isAnyLocalAddress()) {
      byte[] loopback = internet.address().getAddress().getAddress();
      loopback[loopback.length - 1] = 1;
      if (loopback.length == 4) {
        loopback[0] = 127;
      }
      try {
        InetAddress near = InetAddress.getByAddress(loopback);
        return new NativeAddress.Internet(
            new InetSocketAddress(near, internet.address().getPort()));
      } catch (UnknownHostException e) {
        throw new AssertionError("length " + loopback.length, e);
      }
    }
    return peer;
  }

  private int beginOverlapped(MemorySegment address, int length, Scratch scratch) {
    HandleEntry entry = transfer.entry();
    if (!entry.isBound()) {
      MemorySegment any = scratch.segment();
      int anyLength = SocketAddresses.encodeAny(entry.family(), any);
      int result = Winsock.bind(entry.handle(), any, anyLength, scratch.state());
      if (result < 0 && result != -WindowsErrors.WSAEINVAL) { // it was bound already
        return result;
      }
      entry.bound();
    }
    IocpOperation operation = transfer.operation(Transfer.WRITE);
    if (!operation.isIdle()) {
      return NOT_READY; // a poll of an earlier wait, which ends by itself
    }
    operation.prepare(IocpOperation.CONNECT);
    int result =
        WinsockConnections.beginConnect(
            entry.handle(), address, length, operation, scratch.state());
    if (result == -WindowsErrors.ERROR_IO_PENDING || result == 0 && !entry.skips()) {
      return NOT_READY;
    }
    operation.undo();
    return result == 0 ? connected() : result;
  }

  private int connect(MemorySegment address, int length, Scratch scratch) {
    int result = Winsock.connect(transfer.handle(), address, length, scratch.state());
    if (result == -WindowsErrors.WSAEWOULDBLOCK) {
      isConnecting = true;
      return NOT_READY;
    }
    isConnected = result == 0;
    return result;
  }

  /** The outcome of a connect without an operation. */
  private int outcome() {
    Scratch scratch = transfer.system().scratches().take();
    try {
      MemorySegment value = scratch.small().asSlice(0, Integer.BYTES);
      MemorySegment size = scratch.small().asSlice(Long.BYTES, Integer.BYTES);
      int result = socketError(value, size, scratch.state());
      if (result != 0) {
        return result;
      }
      size.set(JAVA_INT, 0, SocketAddresses.SIZE);
      MemorySegment name = scratch.segment();
      int peer = Winsock.getpeername(transfer.handle(), name, size, scratch.state());
      if (peer == -WindowsErrors.WSAENOTCONN) {
        return NOT_READY;
      }
      isConnecting = false;
      isConnected = peer == 0;
      return peer;
    } finally {
      transfer.system().scratches().give(scratch);
    }
  }

  private int socketError(MemorySegment value, MemorySegment size, CallState state) {
    int level = Constants.SOL_SOCKET;
    int name = Constants.SO_ERROR;
    size.set(JAVA_INT, 0, Integer.BYTES);
    int result = Winsock.getsockopt(transfer.handle(), level, name, value, size, state);
    return result < 0 ? result : -value.get(JAVA_INT, 0);
  }

  /** Has the socket know its peer: names and shutdown work after that only. */
  private int connected() {
    Scratch scratch = transfer.system().scratches().take();
    try {
      int result =
          Winsock.setsockopt(
              transfer.handle(),
              Constants.SOL_SOCKET,
              Constants.SO_UPDATE_CONNECT_CONTEXT,
              MemorySegment.NULL,
              0,
              scratch.state());
      isConnected = true;
      // the peer has reset it meanwhile: the next read will say so
      return result == -WindowsErrors.WSAENOTCONN ? 0 : result;
    } finally {
      transfer.system().scratches().give(scratch);
    }
  }
}
