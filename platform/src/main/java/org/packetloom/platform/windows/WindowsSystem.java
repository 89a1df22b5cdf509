// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import org.packetloom.platform.Family;
import org.packetloom.platform.SocketType;

/** What all of a platform shares: the handles, and memory for calls. Safe for use by any thread. */
final class WindowsSystem implements HandleEntry.Association {
  private static final HandleEntry CLOSED = HandleEntry.ofFile(Constants.INVALID_HANDLE_VALUE);

  private final HandleTable handles = new HandleTable();
  private final Scratch.Pool scratches = new Scratch.Pool();

  private WindowsSystem() {}

  /** Begins the use of Winsock. */
  static WindowsSystem start() {
    try (Arena arena = Arena.ofConfined()) {
      CallState state = new CallState(arena);
      int result = Winsock.startup(arena.allocate(Layouts.WSADATA_SIZE, 8), state);
      if (result < 0) {
        throw new UnsatisfiedLinkError("WSAStartup: " + new WindowsErrors().name(-result));
      }
    }
    return new WindowsSystem();
  }

  HandleTable handles() {
    return handles;
  }

  Scratch.Pool scratches() {
    return scratches;
  }

  /** What a descriptor stands for; one that every call refuses if it is not open. */
  HandleEntry entry(int descriptor) {
    HandleEntry found = handles.find(descriptor);
    return found == null ? CLOSED : found;
  }

  /** The handle of a descriptor; INVALID_HANDLE_VALUE if it is not open. */
  long handle(int descriptor) {
    return entry(descriptor).handle();
  }

  /**
   * Opens a socket, overlapped and non-blocking.
   *
   * @return the handle, or the negated error number
   */
  long openSocket(Family family, SocketType type) {
    int kind = type == SocketType.STREAM ? Constants.SOCK_STREAM : Constants.SOCK_DGRAM;
    Scratch scratch = scratches.take();
    try {
      CallState state = scratch.state();
      long socket = Winsock.socket(SocketAddresses.number(family), kind, 0, state);
      if (socket < 0) {
        return socket;
      }
      int result = prepare(socket, family, scratch);
      if (result < 0) {
        int unused = Winsock.close(socket, state);
        return result;
      }
      return socket;
    } finally {
      scratches.give(scratch);
    }
  }

  private static int prepare(long socket, Family family, Scratch scratch) {
    scratch.small().set(JAVA_INT, 0, 1);
    int result = Winsock.ioctl(socket, Constants.FIONBIO, scratch.small(), scratch.state());
    if (result == 0 && family == Family.INET6) {
      // Windows has version 6 serve itself alone unless told; the other systems have it serve both.
      scratch.small().set(JAVA_INT, 0, 0);
      result =
          Winsock.setsockopt(
              socket,
              Constants.IPPROTO_IPV6,
              Constants.IPV6_V6ONLY,
              scratch.small(),
              Integer.BYTES,
              scratch.state());
    }
    return result;
  }

  /** Closes a socket that has no descriptor. */
  void closeSocket(long socket) {
    Scratch scratch = scratches.take();
    try {
      int unused = Winsock.close(socket, scratch.state()); // nobody could do anything about it
    } finally {
      scratches.give(scratch);
    }
  }

  /** Closes the handle of an entry, of which nobody is a user any more. */
  int close(HandleEntry entry) {
    if (entry.extra().orElse(null) instanceof PipeListener listener) {
      listener.close();
      return 0;
    }
    int result = closeHandle(entry);
    PipeEnd.of(entry).ifPresent(PipeEnd::closed);
    return result;
  }

  private int closeHandle(HandleEntry entry) {
    Scratch scratch = scratches.take();
    try {
      CallState state = scratch.state();
      long handle = entry.takeHandle();
      if (handle == Constants.INVALID_HANDLE_VALUE) {
        return 0; // of a client that was never connected
      }
      if (!entry.isSocket()) {
        return Kernel32.close(handle, state);
      }
      int result = Winsock.close(handle, state);
      if (result == -WindowsErrors.WSAEWOULDBLOCK) {
        // With SO_LINGER on and bytes unsent it is not closed: as elsewhere, that waits.
        scratch.small().set(JAVA_INT, 0, 0);
        int unused = Winsock.ioctl(handle, Constants.FIONBIO, scratch.small(), state);
        result = Winsock.close(handle, state);
      }
      return result;
    } finally {
      scratches.give(scratch);
    }
  }

  @Override
  public boolean associate(HandleEntry entry, long port) {
    Scratch scratch = scratches.take();
    try {
      long handle = entry.handle();
      if (Kernel32.associate(handle, port, 0, scratch.state()) < 0) {
        return false;
      }
      entry.skips(Kernel32.skipOnSuccess(handle, scratch.state()) == 0);
      return true;
    } finally {
      scratches.give(scratch);
    }
  }

  /** Asks that an operation of a handle end; its packet tells what came of it. */
  void cancel(HandleEntry entry, IocpOperation operation) {
    Scratch scratch = scratches.take();
    try {
      long overlapped = operation.address(IocpOperation.OVERLAPPED);
      // not found if it has just ended; some systems say so when it was found
      int unused = Kernel32.cancel(entry.handle(), overlapped, scratch.state());
    } finally {
      scratches.give(scratch);
    }
  }

  /** Closes the socket that an operation was accepting as, and that nobody took. */
  void abandon(IocpOperation operation) {
    if (operation.socket() != Constants.INVALID_SOCKET) {
      closeSocket(operation.socket());
      operation.socket(Constants.INVALID_SOCKET);
    }
  }
}
