// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls of ntdll.dll about files, which pipes are. They return an NTSTATUS. Loaded on Windows
 * only.
 *
 * <p>Those that may pend take the address of a status block, which must stay until they have ended,
 * and a context: with one, the port of the handle gets a packet with it (a handle that skips them
 * on success: if it did not succeed at once); with 0 nobody is told.
 */
final class NtFiles {
  private static final MethodHandle NtReadFile =
      Binder.ntdll(
          "NtReadFile",
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG,
          ADDRESS,
          JAVA_LONG,
          JAVA_LONG,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          ADDRESS);
  private static final MethodHandle NtWriteFile =
      Binder.ntdll(
          "NtWriteFile",
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG,
          ADDRESS,
          JAVA_LONG,
          JAVA_LONG,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          ADDRESS);
  private static final MethodHandle NtFsControlFile =
      Binder.ntdll(
          "NtFsControlFile",
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG,
          ADDRESS,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT);
  private static final MethodHandle NtQueryInformationFile =
      Binder.ntdll(
          "NtQueryInformationFile", JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT);

  private NtFiles() {}

  static int read(
      long handle, long context, long status, MemorySegment into, int length, CallState state) {
    MemorySegment none = MemorySegment.NULL;
    try {
      return (int)
          NtReadFile.invokeExact(
              state.segment(), handle, 0L, none, context, status, into, length, none, none);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  static int write(
      long handle, long context, long status, MemorySegment from, int length, CallState state) {
    MemorySegment none = MemorySegment.NULL;
    try {
      return (int)
          NtWriteFile.invokeExact(
              state.segment(), handle, 0L, none, context, status, from, length, none, none);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** A request to the file system, without bytes. */
  static int control(long handle, long context, long status, int code, CallState state) {
    MemorySegment none = MemorySegment.NULL;
    try {
      return (int)
          NtFsControlFile.invokeExact(
              state.segment(), handle, 0L, none, context, status, code, none, 0, none, 0);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** What is known of a file; never pends. */
  static int query(
      long handle,
      MemorySegment status,
      MemorySegment into,
      int informationClass,
      CallState state) {
    try {
      return (int)
          NtQueryInformationFile.invokeExact(
              state.segment(), handle, status, into, (int) into.byteSize(), informationClass);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}
