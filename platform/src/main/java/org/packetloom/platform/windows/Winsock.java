// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls of ws2_32.dll that open, name, set and close sockets. They return the negated error
 * number on failure, and none waits. Loaded on Windows only.
 */
final class Winsock {
  private static final short VERSION = 0x0202;

  private static final MethodHandle WSAStartup =
      Binder.winsock("WSAStartup", JAVA_INT, JAVA_SHORT, ADDRESS);
  private static final MethodHandle WSASocketW =
      Binder.winsock(
          "WSASocketW", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle closesocket =
      Binder.winsock("closesocket", JAVA_INT, JAVA_LONG);
  private static final MethodHandle bind =
      Binder.winsock("bind", JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT);
  private static final MethodHandle listen =
      Binder.winsock("listen", JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle connect =
      Binder.winsock("connect", JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT);
  private static final MethodHandle accept =
      Binder.winsock("accept", JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle shutdown =
      Binder.winsock("shutdown", JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle getsockname =
      Binder.winsock("getsockname", JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle getpeername =
      Binder.winsock("getpeername", JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle ioctlsocket =
      Binder.winsock("ioctlsocket", JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS);
  private static final MethodHandle getsockopt =
      Binder.winsock("getsockopt", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle setsockopt =
      Binder.winsock("setsockopt", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle WSAIoctl =
      Binder.winsock(
          "WSAIoctl",
          JAVA_INT,
          JAVA_LONG,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          ADDRESS,
          ADDRESS);

  private Winsock() {}

  /** Begins the use of Winsock; it returns the error number itself. */
  static int startup(MemorySegment data, CallState state) {
    try {
      return -(int) WSAStartup.invokeExact(state.segment(), VERSION, data);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** A handle, not negative, or the negated error number. */
  static long socket(int family, int type, int protocol, CallState state) {
    int flags = Constants.WSA_FLAG_OVERLAPPED | Constants.WSA_FLAG_NO_HANDLE_INHERIT;
    try {
      long socket =
          (long)
              WSASocketW.invokeExact(
                  state.segment(), family, type, protocol, MemorySegment.NULL, 0, flags);
      return socket == Constants.INVALID_SOCKET ? state.wsaLastError() : socket;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  static int close(long socket, CallState state) {
    try {
      return outcome((int) closesocket.invokeExact(state.segment(), socket), state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  static int bind(long socket, MemorySegment address, int length, CallState state) {
    try {
      return outcome((int) bind.invokeExact(state.segment(), socket, address, length), state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  static int listen(long socket, int backlog, CallState state) {
    try {
      return outcome((int) listen.invokeExact(state.segment(), socket, backlog), state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  static int connect(long socket, MemorySegment address, int length, CallState state) {
    try {
      return outcome((int) connect.invokeExact(state.segment(), socket, address, length), state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** A handle, not negative, or the negated error number. */
  static long accept(long socket, MemorySegment address, MemorySegment length, CallState state) {
    try {
      long accepted = (long) accept.invokeExact(state.segment(), socket, address, length);
      return accepted == Constants.INVALID_SOCKET ? state.wsaLastError() : accepted;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  static int shutdown(long socket, int how, CallState state) {
    try {
      return outcome((int) shutdown.invokeExact(state.segment(), socket, how), state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  static int getsockname(long socket, MemorySegment address, MemorySegment size, CallState state) {
    try {
      return outcome((int) getsockname.invokeExact(state.segment(), socket, address, size), state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  static int getpeername(long socket, MemorySegment address, MemorySegment size, CallState state) {
    try {
      return outcome((int) getpeername.invokeExact(state.segment(), socket, address, size), state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  static int ioctl(long socket, int request, MemorySegment argument, CallState state) {
    try {
      return outcome(
          (int) ioctlsocket.invokeExact(state.segment(), socket, request, argument), state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  static int getsockopt(
      long socket, int level, int name, MemorySegment value, MemorySegment size, CallState state) {
    try {
      return outcome(
          (int) getsockopt.invokeExact(state.segment(), socket, level, name, value, size), state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  static int setsockopt(
      long socket, int level, int name, MemorySegment value, int size, CallState state) {
    try {
      return outcome(
          (int) setsockopt.invokeExact(state.segment(), socket, level, name, value, size), state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Asks something that is not overlapped. */
  static int ioctl(
      long socket,
      int request,
      MemorySegment in,
      MemorySegment out,
      MemorySegment count,
      CallState state) {
    MemorySegment none = MemorySegment.NULL;
    int inSize = (int) in.byteSize();
    int outSize = (int) out.byteSize();
    try {
      return outcome(
          (int)
              WSAIoctl.invokeExact(
                  state.segment(), socket, request, in, inSize, out, outSize, count, none, none),
          state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private static int outcome(int result, CallState state) {
    return result == 0 ? 0 : state.wsaLastError();
  }
}
