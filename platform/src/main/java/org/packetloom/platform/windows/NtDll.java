// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The calls of ntdll.dll. They return an NTSTATUS. Loaded on Windows only. */
final class NtDll {
  private static final MethodHandle NtCreateFile =
      Binder.ntdll(
          "NtCreateFile",
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          ADDRESS,
          JAVA_INT);
  private static final MethodHandle NtDeviceIoControlFile =
      Binder.ntdll(
          "NtDeviceIoControlFile",
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG,
          ADDRESS,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_INT,
          JAVA_LONG,
          JAVA_INT,
          JAVA_LONG,
          JAVA_INT);
  private static final MethodHandle NtCancelIoFileEx =
      Binder.ntdll("NtCancelIoFileEx", JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS);

  private NtDll() {}

  /** Opens a device. */
  static int open(
      MemorySegment handle, MemorySegment attributes, MemorySegment status, CallState state) {
    int sharing = Constants.FILE_SHARE_READ | Constants.FILE_SHARE_WRITE;
    MemorySegment none = MemorySegment.NULL;
    try {
      return (int)
          NtCreateFile.invokeExact(
              state.segment(),
              handle,
              Constants.SYNCHRONIZE,
              attributes,
              status,
              none,
              0,
              sharing,
              Constants.FILE_OPEN,
              0,
              none,
              0);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Sends a request to a device, which completes on the port of its handle. */
  static int control(
      long handle, int code, long overlapped, long information, int size, CallState state) {
    try {
      return (int)
          NtDeviceIoControlFile.invokeExact(
              state.segment(),
              handle,
              0L,
              MemorySegment.NULL,
              overlapped,
              overlapped,
              code,
              information,
              size,
              information,
              size);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Asks that a request end; what comes of it is told by its completion alone. */
  static int cancel(long handle, long overlapped, MemorySegment status, CallState state) {
    try {
      return (int) NtCancelIoFileEx.invokeExact(state.segment(), handle, overlapped, status);
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }
}
