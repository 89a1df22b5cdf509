// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The overlapped calls that make connections. Their addresses are asked of Winsock, with a socket
 * made for that. Results are those of {@link WinsockBytes}. Loaded on Windows only.
 */
final class WinsockConnections {
  /** Room for an address in what AcceptEx writes: mswsock.h asks for 16 bytes more than it has. */
  static final int NAME_ROOM = Layouts.SOCKADDR_STORAGE_SIZE + 16;

  private static final MethodHandle AcceptEx =
      Binder.extension(
          find(Constants.WSAID_ACCEPTEX),
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG);
  private static final MethodHandle ConnectEx =
      Binder.extension(
          find(Constants.WSAID_CONNECTEX),
          JAVA_INT,
          JAVA_LONG,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_LONG);

  private WinsockConnections() {}

  /** Begins to accept a connection as a socket that is open and not bound. */
  static int beginAccept(long listener, long socket, IocpOperation operation, CallState state) {
    long names = operation.address(IocpOperation.NAMES);
    long count = operation.address(IocpOperation.COUNT);
    long overlapped = operation.address(IocpOperation.OVERLAPPED);
    try {
      int isDone =
          (int)
              AcceptEx.invokeExact(
                  state.segment(),
                  listener,
                  socket,
                  names,
                  0,
                  NAME_ROOM,
                  NAME_ROOM,
                  count,
                  overlapped);
      return isDone != 0 ? 0 : state.wsaLastError();
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Begins to connect a socket that is bound. */
  static int beginConnect(
      long socket, MemorySegment address, int length, IocpOperation operation, CallState state) {
    long overlapped = operation.address(IocpOperation.OVERLAPPED);
    MemorySegment none = MemorySegment.NULL;
    try {
      int isDone =
          (int)
              ConnectEx.invokeExact(
                  state.segment(), socket, address, length, none, 0, none, overlapped);
      return isDone != 0 ? 0 : state.wsaLastError();
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** The address of a function that has no symbol. */
  static MemorySegment find(long[] guid) {
    try (Arena arena = Arena.ofConfined()) {
      CallState state = new CallState(arena);
      MemorySegment name = arena.allocate(16, 8);
      name.set(JAVA_LONG, 0, guid[0]);
      name.set(JAVA_LONG, 8, guid[1]);
      MemorySegment found = arena.allocate(8, 8);
      MemorySegment count = arena.allocate(4, 4);
      long socket = Winsock.socket(Constants.AF_INET, Constants.SOCK_STREAM, 0, state);
      if (socket < 0) {
        throw new UnsatisfiedLinkError("WSASocketW: " + new WindowsErrors().name((int) -socket));
      }
      int request = Constants.SIO_GET_EXTENSION_FUNCTION_POINTER;
      int result = Winsock.ioctl(socket, request, name, found, count, state);
      int unused = Winsock.close(socket, state);
      if (result < 0) {
        throw new UnsatisfiedLinkError("WSAIoctl: " + new WindowsErrors().name(-result));
      }
      return MemorySegment.ofAddress(found.get(JAVA_LONG, 0));
    }
  }
}
