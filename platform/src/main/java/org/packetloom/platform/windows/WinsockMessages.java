// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls of Winsock that move datagrams; pointers are longs. They return 0, or the negated error
 * number. Those without an OVERLAPPED do not wait, as sockets are non-blocking. Loaded on Windows
 * only.
 */
final class WinsockMessages {
  private static final MethodHandle WSARecvFrom =
      Binder.winsock(
          "WSARecvFrom",
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          ADDRESS);
  private static final MethodHandle WSASendTo =
      Binder.winsock(
          "WSASendTo",
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_INT,
          JAVA_LONG,
          JAVA_INT,
          JAVA_LONG,
          JAVA_INT,
          JAVA_LONG,
          ADDRESS);
  private static final MethodHandle WSASendMsg =
      Binder.winsock(
          "WSASendMsg", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS);

  private WinsockMessages() {}

  /**
   * Receives a datagram as a {@link DatagramMemory} describes it.
   *
   * @param memory its address
   * @param buffers how many of its buffers to fill
   * @param overlapped address of an OVERLAPPED, 0 not to wait
   */
  static int receive(long socket, long memory, int buffers, long overlapped, CallState state) {
    MemorySegment none = MemorySegment.NULL;
    try {
      int result =
          (int)
              WSARecvFrom.invokeExact(
                  state.segment(),
                  socket,
                  memory + DatagramMemory.BUFFERS,
                  buffers,
                  memory + DatagramMemory.COUNT,
                  memory + DatagramMemory.FLAGS,
                  memory + DatagramMemory.NAME,
                  memory + DatagramMemory.NAME_SIZE,
                  overlapped,
                  none);
      return result == 0 ? 0 : state.wsaLastError();
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /**
   * Sends the first buffer of a {@link DatagramMemory} as a datagram.
   *
   * @param memory its address
   * @param nameSize length of the address in it, 0 for the connected peer
   */
  static int send(long socket, long memory, int nameSize, CallState state) {
    MemorySegment none = MemorySegment.NULL;
    long name = nameSize == 0 ? 0 : memory + DatagramMemory.NAME;
    try {
      int result =
          (int)
              WSASendTo.invokeExact(
                  state.segment(),
                  socket,
                  memory + DatagramMemory.BUFFERS,
                  1,
                  memory + DatagramMemory.COUNT,
                  0,
                  name,
                  nameSize,
                  0L,
                  none);
      return result == 0 ? 0 : state.wsaLastError();
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Sends a datagram with control messages, as a {@link DatagramMemory} describes it. */
  static int sendMessage(long socket, long memory, CallState state) {
    long message = memory + DatagramMemory.MESSAGE;
    long count = memory + DatagramMemory.COUNT;
    try {
      int result =
          (int)
              WSASendMsg.invokeExact(
                  state.segment(), socket, message, 0, count, 0L, MemorySegment.NULL);
      return result == 0 ? 0 : state.wsaLastError();
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Receives a datagram with control messages, as a {@link DatagramMemory} describes it. */
  static int receiveMessage(long socket, long memory, CallState state) {
    return Extension.receive(socket, memory, state);
  }

  /** WSARecvMsg, which has no symbol. */
  private static final class Extension {
    private static final MethodHandle WSARecvMsg =
        Binder.extension(
            WinsockConnections.find(Constants.WSAID_WSARECVMSG),
            JAVA_INT,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            ADDRESS);

    static int receive(long socket, long memory, CallState state) {
      long message = memory + DatagramMemory.MESSAGE;
      long count = memory + DatagramMemory.COUNT;
      try {
        int result =
            (int)
                WSARecvMsg.invokeExact(
                    state.segment(), socket, message, count, 0L, MemorySegment.NULL);
        return result == 0 ? 0 : state.wsaLastError();
      } catch (Throwable e) {
        throw Binder.unexpected(e);
      }
    }
  }
}
