// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * The calls of kernel32.dll on handles that others opened, not for overlapped use: the standard
 * streams. They wait, and hold the thread. They return the negated error number on failure. Loaded
 * on Windows only.
 */
final class FileBytes {
  private static final int STD_INPUT_HANDLE = -10; // winbase.h; the others follow downwards
  private static final int DUPLICATE_SAME_ACCESS = 2; // winnt.h

  private static final MethodHandle GetStdHandle =
      Binder.kernel32("GetStdHandle", JAVA_LONG, JAVA_INT);
  private static final MethodHandle GetCurrentProcess =
      Binder.kernel32("GetCurrentProcess", JAVA_LONG);
  private static final MethodHandle DuplicateHandle =
      Binder.kernel32(
          "DuplicateHandle",
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          ADDRESS,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT);
  private static final MethodHandle ReadFile =
      Binder.kernel32("ReadFile", JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle WriteFile =
      Binder.kernel32("WriteFile", JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);

  private FileBytes() {}

  /**
   * The handle of a standard stream.
   *
   * @param number 0 to 2
   * @return INVALID_HANDLE_VALUE if the process has none
   */
  static long standard(int number) {
    try (Arena arena = Arena.ofConfined()) {
      CallState state = new CallState(arena);
      long handle = (long) GetStdHandle.invokeExact(state.segment(), STD_INPUT_HANDLE - number);
      return handle == 0 ? Constants.INVALID_HANDLE_VALUE : handle;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Another handle of the same open file, which no child process inherits. */
  static long duplicate(long handle) {
    try (Arena arena = Arena.ofConfined()) {
      CallState state = new CallState(arena);
      MemorySegment made = arena.allocate(JAVA_LONG);
      long process = (long) GetCurrentProcess.invokeExact(state.segment());
      int isDone =
          (int)
              DuplicateHandle.invokeExact(
                  state.segment(), process, handle, process, made, 0, 0, DUPLICATE_SAME_ACCESS);
      return isDone == 0 ? state.lastError() : made.get(JAVA_LONG, 0);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Reads into a direct buffer; 0 at the end. */
  static int read(long handle, ByteBuffer destination) {
    try (Arena arena = Arena.ofConfined()) {
      CallState state = new CallState(arena);
      MemorySegment count = arena.allocate(JAVA_INT);
      MemorySegment bytes = MemorySegment.ofBuffer(destination);
      int isDone =
          (int)
              ReadFile.invokeExact(
                  state.segment(),
                  handle,
                  bytes,
                  destination.remaining(),
                  count,
                  MemorySegment.NULL);
      int result = isDone == 0 ? state.lastError() : count.get(JAVA_INT, 0);
      return WindowsPipes.isEnd(result) ? 0 : result;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Writes from a direct buffer. */
  static int write(long handle, ByteBuffer source) {
    try (Arena arena = Arena.ofConfined()) {
      CallState state = new CallState(arena);
      MemorySegment count = arena.allocate(JAVA_INT);
      MemorySegment bytes = MemorySegment.ofBuffer(source);
      int isDone =
          (int)
              WriteFile.invokeExact(
                  state.segment(), handle, bytes, source.remaining(), count, MemorySegment.NULL);
      return isDone == 0 ? state.lastError() : count.get(JAVA_INT, 0);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}
