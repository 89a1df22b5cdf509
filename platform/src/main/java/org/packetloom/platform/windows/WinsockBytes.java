// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls of ws2_32.dll that move bytes. Those without an OVERLAPPED do not wait, as sockets are
 * non-blocking; those with one are addressed by it: 0, or the negated error number, {@link
 * WindowsErrors#ERROR_IO_PENDING} if a completion follows. Loaded on Windows only.
 */
final class WinsockBytes {
  private static final MethodHandle recv =
      Binder.winsock("recv", JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle send =
      Binder.winsock("send", JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle WSARecv =
      Binder.winsock(
          "WSARecv", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG,
          ADDRESS);

  private WinsockBytes() {}

  static int recv(long socket, MemorySegment to, int length, int flags, CallState state) {
    try {
      int n = (int) recv.invokeExact(state.segment(), socket, to, length, flags);
      return n < 0 ? state.wsaLastError() : n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  static int send(long socket, MemorySegment from, int length, int flags, CallState state) {
    try {
      int n = (int) send.invokeExact(state.segment(), socket, from, length, flags);
      return n < 0 ? state.wsaLastError() : n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Begins to receive what an operation describes. */
  static int begin(long socket, IocpOperation operation, CallState state) {
    long buffers = operation.address(IocpOperation.WSABUF);
    long count = operation.address(IocpOperation.COUNT);
    long flags = operation.address(IocpOperation.FLAGS);
    long overlapped = operation.address(IocpOperation.OVERLAPPED);
    MemorySegment none = MemorySegment.NULL;
    try {
      int result =
          (int)
              WSARecv.invokeExact(
                  state.segment(), socket, buffers, 1, count, flags, overlapped, none);
      return result == 0 ? 0 : state.wsaLastError();
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}
