// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls of kernel32.dll about named pipes. They return the negated error number on failure.
 * Loaded on Windows only.
 */
final class NamedPipeCalls {
  private static final MethodHandle CreateNamedPipeW =
      Binder.kernel32(
          "CreateNamedPipeW",
          JAVA_LONG,
          ADDRESS,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          ADDRESS);
  private static final MethodHandle CreateFileW =
      Binder.kernel32(
          "CreateFileW",
          JAVA_LONG,
          ADDRESS,
          JAVA_INT,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          JAVA_INT,
          JAVA_LONG);
  private static final MethodHandle PeekNamedPipe =
      Binder.kernel32(
          "PeekNamedPipe", JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle SetNamedPipeHandleState =
      Binder.kernel32("SetNamedPipeHandleState", JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle GetNamedPipeClientProcessId =
      Binder.kernel32("GetNamedPipeClientProcessId", JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle GetNamedPipeServerProcessId =
      Binder.kernel32("GetNamedPipeServerProcessId", JAVA_INT, JAVA_LONG, ADDRESS);

  private NamedPipeCalls() {}

  /**
   * Makes an instance of a pipe.
   *
   * @param name a text of Windows
   * @return the handle, or the negated error number
   */
  static long create(
      MemorySegment name,
      int openMode,
      int pipeMode,
      int instances,
      int outBytes,
      int inBytes,
      MemorySegment security,
      CallState state) {
    try {
      long handle =
          (long)
              CreateNamedPipeW.invokeExact(
                  state.segment(),
                  name,
                  openMode,
                  pipeMode,
                  instances,
                  outBytes,
                  inBytes,
                  0,
                  security);
      return handle == Constants.INVALID_HANDLE_VALUE ? state.lastError() : handle;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Opens the client's end of an instance that waits; the handle, or the negated error number. */
  static long open(MemorySegment name, int access, int sharing, int flags, CallState state) {
    try {
      long handle =
          (long)
              CreateFileW.invokeExact(
                  state.segment(),
                  name,
                  access,
                  sharing,
                  MemorySegment.NULL,
                  Constants.OPEN_EXISTING,
                  flags,
                  0L);
      return handle == Constants.INVALID_HANDLE_VALUE ? state.lastError() : handle;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /**
   * Copies what the next read would get, and takes nothing.
   *
   * @param most the room for it, may be 0
   * @param counts receives the number of bytes copied, that of all bytes that are there, and what
   *     is left of the message
   */
  static int peek(
      long handle, MemorySegment buffer, int most, MemorySegment counts, CallState state) {
    try {
      return outcome(
          (int)
              PeekNamedPipe.invokeExact(
                  state.segment(),
                  handle,
                  buffer,
                  most,
                  counts,
                  counts.asSlice(4),
                  counts.asSlice(8)),
          state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Chooses how this end reads. */
  static int readMode(long handle, MemorySegment mode, CallState state) {
    MemorySegment none = MemorySegment.NULL;
    try {
      return outcome(
          (int) SetNamedPipeHandleState.invokeExact(state.segment(), handle, mode, none, none),
          state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** The process at the other end. */
  static int peer(long handle, boolean isServer, MemorySegment process, CallState state) {
    try {
      return outcome(
          isServer
              ? (int) GetNamedPipeClientProcessId.invokeExact(state.segment(), handle, process)
              : (int) GetNamedPipeServerProcessId.invokeExact(state.segment(), handle, process),
          state);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private static int outcome(int isDone, CallState state) {
    return isDone != 0 ? 0 : state.lastError();
  }
}
