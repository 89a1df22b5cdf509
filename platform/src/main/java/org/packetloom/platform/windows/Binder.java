// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;

/**
 * Links functions of Windows: the only place that names a symbol to the linker.
 *
 * <p>Every handle takes a segment of {@link CallState} before the arguments of the C function,
 * which receives the error number of the thread. None is a critical call: some wait a little even
 * if they are said not to, as filters of others sit in the way. So all memory is native. Libraries
 * stay loaded as long as the process.
 */
final class Binder {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup KERNEL32 = library("kernel32.dll");
  private static final SymbolLookup WS2_32 = library("ws2_32.dll");
  private static final SymbolLookup NTDLL = library("ntdll.dll");
  private static final SymbolLookup ADVAPI32 = library("advapi32.dll");
  private static final Linker.Option LAST_ERROR = Linker.Option.captureCallState("GetLastError");
  private static final Linker.Option WSA_LAST_ERROR =
      Linker.Option.captureCallState("WSAGetLastError");

  private Binder() {}

  /**
   * Fails if native access is denied to this module.
   *
   * @throws IllegalCallerException if it is
   */
  static void ensureNativeAccess() {
    // Any restricted method would do; this one has no effect.
    MemorySegment.NULL.reinterpret(0);
  }

  /** A function of files, pipes and completion ports. */
  static MethodHandle kernel32(String symbol, MemoryLayout result, MemoryLayout... arguments) {
    return link(find(KERNEL32, symbol), result, arguments, LAST_ERROR);
  }

  /** A function of sockets. */
  static MethodHandle winsock(String symbol, MemoryLayout result, MemoryLayout... arguments) {
    return link(find(WS2_32, symbol), result, arguments, WSA_LAST_ERROR);
  }

  /** A function of the native interface, which returns an NTSTATUS. */
  static MethodHandle ntdll(String symbol, MemoryLayout result, MemoryLayout... arguments) {
    return link(find(NTDLL, symbol), result, arguments, LAST_ERROR);
  }

  /** A function of access control. */
  static MethodHandle advapi32(String symbol, MemoryLayout result, MemoryLayout... arguments) {
    return link(find(ADVAPI32, symbol), result, arguments, LAST_ERROR);
  }

  /** A function of sockets that has an address and no symbol. */
  static MethodHandle extension(
      MemorySegment address, MemoryLayout result, MemoryLayout... arguments) {
    return link(address, result, arguments, WSA_LAST_ERROR);
  }

  /**
   * What a handle threw: what Java code throws, such as for a closed arena or by the wrong thread.
   */
  static RuntimeException unexpected(Throwable e) {
    switch (e) {
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new AssertionError(e);
    }
  }

  private static MethodHandle link(
      MemorySegment address, MemoryLayout result, MemoryLayout[] arguments, Linker.Option state) {
    return LINKER.downcallHandle(address, FunctionDescriptor.of(result, arguments), state);
  }

  private static SymbolLookup library(String name) {
    return SymbolLookup.libraryLookup(name, Arena.global());
  }

  private static MemorySegment find(SymbolLookup library, String symbol) {
    return library
        .find(symbol)
        .orElseThrow(() -> new NoSuchElementException("Windows has no " + symbol));
  }
}
