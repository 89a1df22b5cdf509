// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The calls of kernel32.dll about files and folders. They return the negated error number on
 * failure, and may wait for a disk. Loaded on Windows only.
 */
final class Kernel32Files {
  static final int FILE_READ_ATTRIBUTES = 0x80; // winnt.h
  static final int FILE_FLAG_OPEN_REPARSE_POINT = 0x00200000; // winbase.h
  static final int CREATE_NEW = 1; // fileapi.h

  static final int FILE_TYPE_DISK = 1; // winbase.h
  static final int FILE_TYPE_CHAR = 2; // winbase.h
  static final int FILE_TYPE_PIPE = 3; // winbase.h

  private static final int LOCKFILE_FAIL_IMMEDIATELY = 1; // minwinbase.h
  private static final int LOCKFILE_EXCLUSIVE_LOCK = 2; // minwinbase.h
  private static final int FILE_ATTRIBUTE_TAG_INFO = 9; // minwinbase.h, FileAttributeTagInfo
  private static final int MOST_CHARS = 32_768; // of a path

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
  private static final MethodHandle GetFinalPathNameByHandleW =
      Binder.kernel32(
          "GetFinalPathNameByHandleW", JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle GetFileInformationByHandle =
      Binder.kernel32("GetFileInformationByHandle", JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle GetFileInformationByHandleEx =
      Binder.kernel32(
          "GetFileInformationByHandleEx", JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle LockFileEx =
      Binder.kernel32(
          "LockFileEx", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle DeleteFileW = Binder.kernel32("DeleteFileW", JAVA_INT, ADDRESS);
  private static final MethodHandle GetFileType =
      Binder.kernel32("GetFileType", JAVA_INT, JAVA_LONG);

  private Kernel32Files() {}

  /** A handle, or the negated error number. */
  static long open(String path, int access, int disposition, int flags) {
    int share =
        Constants.FILE_SHARE_READ | Constants.FILE_SHARE_WRITE | Constants.FILE_SHARE_DELETE;
    try (Arena arena = Arena.ofConfined()) {
      CallState state = new CallState(arena);
      MemorySegment name = text(path, arena);
      long handle =
          (long)
              CreateFileW.invokeExact(
                  state.segment(), name, access, share, MemorySegment.NULL, disposition, flags, 0L);
      return handle == Constants.INVALID_HANDLE_VALUE ? state.lastError() : handle;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** The path of an open file; empty if the system does not tell. */
  static Optional<String> path(long handle) {
    try (Arena arena = Arena.ofConfined()) {
      CallState state = new CallState(arena);
      MemorySegment room = arena.allocate(MOST_CHARS * (long) Character.BYTES, Character.BYTES);
      int length =
          (int) GetFinalPathNameByHandleW.invokeExact(state.segment(), handle, room, MOST_CHARS, 0);
      if (length <= 0 || length >= MOST_CHARS) {
        return Optional.empty();
      }
      byte[] chars = new byte[length * Character.BYTES];
      MemorySegment.copy(room, JAVA_BYTE, 0, chars, 0, chars.length);
      return Optional.of(new String(chars, StandardCharsets.UTF_16LE));
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** 0, and what an open file is. */
  static int information(long handle, FileInformation[] into) {
    try (Arena arena = Arena.ofConfined()) {
      CallState state = new CallState(arena);
      MemorySegment file = arena.allocate(FileInformation.BY_HANDLE_FILE_INFORMATION);
      int isDone = (int) GetFileInformationByHandle.invokeExact(state.segment(), handle, file);
      if (isDone == 0) {
        return state.lastError();
      }
      into[0] = FileInformation.read(file, tag(handle, arena, state));
      return 0;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** A {@code FILE_ATTRIBUTE_TAG_INFO} is attributes and a tag; 0 where that cannot be asked. */
  private static int tag(long handle, Arena arena, CallState state) throws Throwable {
    int size = 2 * Integer.BYTES;
    MemorySegment info = arena.allocate(size, Integer.BYTES);
    int isDone =
        (int)
            GetFileInformationByHandleEx.invokeExact(
                state.segment(), handle, FILE_ATTRIBUTE_TAG_INFO, info, size);
    return isDone == 0 ? 0 : info.get(JAVA_INT, Integer.BYTES);
  }

  /** Locks the first byte of an open file for this opening, if nobody else has. */
  static int tryLock(long handle) {
    int flags = LOCKFILE_FAIL_IMMEDIATELY | LOCKFILE_EXCLUSIVE_LOCK;
    try (Arena arena = Arena.ofConfined()) {
      CallState state = new CallState(arena);
      MemorySegment overlapped = arena.allocate(Layouts.OVERLAPPED);
      int isDone =
          (int) LockFileEx.invokeExact(state.segment(), handle, flags, 0, 1, 0, overlapped);
      return isDone != 0 ? 0 : state.lastError();
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  static int delete(String path) {
    try (Arena arena = Arena.ofConfined()) {
      CallState state = new CallState(arena);
      MemorySegment name = text(path, arena);
      int isDone = (int) DeleteFileW.invokeExact(state.segment(), name);
      return isDone != 0 ? 0 : state.lastError();
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** One of FILE_TYPE_…, 0 if that is not known. */
  static int type(long handle) {
    try (Arena arena = Arena.ofConfined()) {
      CallState state = new CallState(arena);
      return (int) GetFileType.invokeExact(state.segment(), handle);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private static MemorySegment text(String text, Arena arena) {
    byte[] chars = text.getBytes(StandardCharsets.UTF_16LE);
    MemorySegment memory = arena.allocate(chars.length + (long) Character.BYTES, Character.BYTES);
    MemorySegment.copy(chars, 0, memory, JAVA_BYTE, 0, chars.length);
    return memory;
  }
}
