// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls of kernel32.dll about handles and completion ports. They return the negated error
 * number on failure. Loaded on Windows only.
 */
final class Kernel32 {
  private static final MethodHandle CreateIoCompletionPort =
      Binder.kernel32(
          "CreateIoCompletionPort", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle GetQueuedCompletionStatusEx =
      Binder.kernel32(
          "GetQueuedCompletionStatusEx",
          JAVA_INT,
          JAVA_LONG,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          JAVA_INT);
  private static final MethodHandle PostQueuedCompletionStatus =
      Binder.kernel32(
          "PostQueuedCompletionStatus", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle SetFileCompletionNotificationModes =
      Binder.kernel32("SetFileCompletionNotificationModes", JAVA_INT, JAVA_LONG, JAVA_BYTE);
  private static final MethodHandle CancelIoEx =
      Binder.kernel32("CancelIoEx", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle CloseHandle =
      Binder.kernel32("CloseHandle", JAVA_INT, JAVA_LONG);

  private Kernel32() {}

  /** A new port, to be run by one thread at a time; or the negated error number. */
  static long createPort(CallState state) {
    try {
      long port =
          (long)
              CreateIoCompletionPort.invokeExact(
                  state.segment(), Constants.INVALID_HANDLE_VALUE, 0L, 0L, 1);
      return port == 0 ? state.lastError() : port;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Has the operations of a handle complete on a port, for as long as the handle is open. */
  static int associate(long handle, long port, long key, CallState state) {
    try {
      long result =
          (long) CreateIoCompletionPort.invokeExact(state.segment(), handle, port, key, 0);
      return result == 0 ? state.lastError() : 0;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Takes packets; their number goes into the count. Waits as long as the timeout says. */
  static int dequeue(
      long port,
      MemorySegment entries,
      int most,
      MemorySegment count,
      int millis,
      CallState state) {
    try {
      int isDone =
          (int)
              GetQueuedCompletionStatusEx.invokeExact(
                  state.segment(), port, entries, most, count, millis, 0);
      return isDone != 0 ? 0 : state.lastError();
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Queues a packet. */
  static int post(long port, int bytes, long key, long overlapped, CallState state) {
    try {
      return outcome(
          (int)
              PostQueuedCompletionStatus.invokeExact(state.segment(), port, bytes, key, overlapped),
          state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Has operations that succeed at once queue no packet. */
  static int skipOnSuccess(long handle, CallState state) {
    int modes =
        Constants.FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | Constants.FILE_SKIP_SET_EVENT_ON_HANDLE;
    try {
      return outcome(
          (int)
              SetFileCompletionNotificationModes.invokeExact(state.segment(), handle, (byte) modes),
          state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Asks that an operation end; what comes of it is told by its completion alone. */
  static int cancel(long handle, long overlapped, CallState state) {
    try {
      return outcome((int) CancelIoEx.invokeExact(state.segment(), handle, overlapped), state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  static int close(long handle, CallState state) {
    try {
      return outcome((int) CloseHandle.invokeExact(state.segment(), handle), state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private static int outcome(int isDone, CallState state) {
    return isDone != 0 ? 0 : state.lastError();
  }
}
