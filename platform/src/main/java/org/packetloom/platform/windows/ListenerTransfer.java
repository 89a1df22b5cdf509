// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.SocketType;

/**
 * A transfer of a socket that accepts. An attempt is accept; who waits does so by AcceptEx, or by a
 * poll where operations of the socket complete at another poller's port.
 */
final class ListenerTransfer extends IocpTransfer {
  private static final int ACCEPTING = Constants.AFD_POLL_ACCEPT | Constants.AFD_POLL_LOCAL_CLOSE;

  private final Scratch.Pool scratches;

  ListenerTransfer(Attachment attachment, IocpPoller poller, WindowsSystem system) {
    super(attachment, poller, system);
    this.scratches = system.scratches();
  }

  @Override
  void begin(IocpOperation operation, int most) {
    boolean isToAccept = operation.direction() == READ && most > 0;
    boolean isOverlapped = isToAccept && poller().associate(entry());
    long socket =
        isOverlapped
            ? system().openSocket(entry().family(), SocketType.STREAM)
            : Constants.INVALID_SOCKET;
    if (socket < 0) { // without a socket to accept as the attempt that follows tells why
      poller().poll(operation, entry(), ACCEPTING);
      return;
    }
    operation.prepare(IocpOperation.ACCEPT);
    operation.socket(socket);
    Scratch scratch = scratches.take();
    try {
      int result = WinsockConnections.beginAccept(handle(), socket, operation, scratch.state());
      poller().begun(operation, entry(), result);
    } finally {
      scratches.give(scratch);
    }
  }

  @Override
  int readiness(int found, int direction) {
    return (found & Constants.AFD_POLL_LOCAL_CLOSE) == 0 ? 0 : Readiness.HANGUP;
  }

  @Override
  public int tryAccept(NativeAddress.Box peer) {
    IocpOperation operation = busy(READ);
    if (operation == null) {
      return acceptNow(peer);
    }
    long socket = operation.socket();
    int result = reap(operation);
    if (result == NOT_READY) {
      return NOT_READY;
    }
    if (result < 0) {
      system().closeSocket(socket);
      return result == -WindowsErrors.ERROR_OPERATION_ABORTED
          ? acceptNow(peer)
          : SocketErrors.ofAccept(result);
    }
    return accepted(socket, peer);
  }

  private int acceptNow(NativeAddress.Box peer) {
    Scratch scratch = scratches.take();
    try {
      MemorySegment size = scratch.small();
      size.set(JAVA_INT, 0, SocketAddresses.SIZE);
      MemorySegment name = scratch.segment();
      long socket = Winsock.accept(handle(), name, size, scratch.state());
      if (socket < 0) {
        return SocketErrors.ofAccept((int) socket);
      }
      peer.put(SocketAddresses.decode(name, size.get(JAVA_INT, 0)));
      return keep(socket, scratch);
    } finally {
      scratches.give(scratch);
    }
  }

  /** Has an accepted socket know where it is from: names and shutdown work after that only. */
  private int accepted(long socket, NativeAddress.Box peer) {
    Scratch scratch = scratches.take();
    try {
      MemorySegment listener = scratch.small();
      listener.set(JAVA_LONG, 0, handle());
      int level = Constants.SOL_SOCKET;
      int name = Constants.SO_UPDATE_ACCEPT_CONTEXT;
      int result = Winsock.setsockopt(socket, level, name, listener, Long.BYTES, scratch.state());
      MemorySegment size = scratch.small();
      size.set(JAVA_INT, 0, SocketAddresses.SIZE);
      if (result == 0) {
        result = Winsock.getpeername(socket, scratch.segment(), size, scratch.state());
      }
      if (result < 0) {
        int unused = Winsock.close(socket, scratch.state());
        return SocketErrors.ofAccept(result);
      }
      peer.put(SocketAddresses.decode(scratch.segment(), size.get(JAVA_INT, 0)));
      return keep(socket, scratch);
    } finally {
      scratches.give(scratch);
    }
  }

  private int keep(long socket, Scratch scratch) {
    scratch.small().set(JAVA_INT, 0, 1);
    int result = Winsock.ioctl(socket, Constants.FIONBIO, scratch.small(), scratch.state());
    if (result < 0) {
      int unused = Winsock.close(socket, scratch.state());
      return SocketErrors.ofAccept(result);
    }
    inheritNoDelay(socket, scratch);
    HandleEntry accepted = HandleEntry.ofSocket(socket, entry().family(), SocketType.STREAM);
    accepted.bound();
    return system().handles().add(accepted);
  }

  /**
   * Windows does not promise that a socket which is accepted as has what the listener has; the
   * runtime counts on this one of all.
   */
  private void inheritNoDelay(long socket, Scratch scratch) {
    if (entry().family() == Family.LOCAL) {
      return;
    }
    MemorySegment value = scratch.segment();
    MemorySegment size = scratch.small();
    size.set(JAVA_INT, 0, Integer.BYTES);
    value.set(JAVA_INT, 0, 0);
    int level = Constants.IPPROTO_TCP;
    int name = Constants.TCP_NODELAY;
    int result = Winsock.getsockopt(handle(), level, name, value, size, scratch.state());
    if (result == 0 && value.get(JAVA_INT, 0) != 0) {
      // if it fails the connection is broken, which the next read says
      int unused = Winsock.setsockopt(socket, level, name, value, Integer.BYTES, scratch.state());
    }
  }
}
