// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Links C functions: the only place that names a symbol to the linker.
 *
 * <p>Every handle of a C function takes a segment for errno before the arguments. Two kinds:
 *
 * <ul>
 *   <li>{@link #waiting}: an ordinary call, during which the collector may run. It may wait. All
 *       memory is native.
 *   <li>{@link #prompt}: a critical call, which the collector has to wait for. It must not wait,
 *       and must not move more than {@link ReactorTransfer#PROMPT_BYTES}. Memory may be on the
 *       heap, that for errno included.
 * </ul>
 *
 * <p>Symbols come from the default lookup, which is the C library the JVM itself runs on, glibc or
 * musl.
 */
public final class Binder {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final Linker.Option PROMPT = Linker.Option.critical(true);

  /** What a call writes errno into. */
  public static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

  private static final long ERRNO_OFFSET =
      CALL_STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private Binder() {}

  /**
   * Fails if native access is denied to this module.
   *
   * @throws IllegalCallerException if it is
   */
  public static void ensureNativeAccess() {
    // Any restricted method would do; this one has no effect.
    MemorySegment.NULL.reinterpret(0);
  }

  /** The symbols of the C library, for who may be given those of another one. */
  public static SymbolLookup libC() {
    return SYMBOLS;
  }

  /** A function that may wait. */
  public static MethodHandle waiting(
      String symbol, MemoryLayout result, MemoryLayout... arguments) {
    return waiting(SYMBOLS, symbol, result, arguments);
  }

  /** A function of some library that may wait. */
  public static MethodHandle waiting(
      SymbolLookup symbols, String symbol, MemoryLayout result, MemoryLayout... arguments) {
    FunctionDescriptor signature = FunctionDescriptor.of(result, arguments);
    return LINKER.downcallHandle(address(symbols, symbol), signature, ERRNO);
  }

  /** A function that may wait and that not every C library has. */
  public static Optional<MethodHandle> waitingIfPresent(
      String symbol, MemoryLayout result, MemoryLayout... arguments) {
    FunctionDescriptor signature = FunctionDescriptor.of(result, arguments);
    return SYMBOLS.find(symbol).map(found -> LINKER.downcallHandle(found, signature, ERRNO));
  }

  /** A function that never waits, as it is used. */
  public static MethodHandle prompt(String symbol, MemoryLayout result, MemoryLayout... arguments) {
    return prompt(SYMBOLS, symbol, result, arguments);
  }

  /** A function of some library that never waits, as it is used. */
  public static MethodHandle prompt(
      SymbolLookup symbols, String symbol, MemoryLayout result, MemoryLayout... arguments) {
    FunctionDescriptor signature = FunctionDescriptor.of(result, arguments);
    return LINKER.downcallHandle(address(symbols, symbol), signature, ERRNO, PROMPT);
  }

  /** Code of ours that may wait, and returns the negated error number. */
  public static MethodHandle waitingAt(
      MemorySegment code, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(code, FunctionDescriptor.of(result, arguments));
  }

  /** Code of ours that never waits, as it is used, and returns the negated error number. */
  public static MethodHandle promptAt(
      MemorySegment code, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(code, FunctionDescriptor.of(result, arguments), PROMPT);
  }

  /** A function that never waits, whose arguments from the given one on are variadic in C. */
  public static MethodHandle promptVariadic(
      String symbol, int first, MemoryLayout result, MemoryLayout... arguments) {
    Linker.Option variadic = Linker.Option.firstVariadicArg(first);
    return LINKER.downcallHandle(
        address(SYMBOLS, symbol),
        FunctionDescriptor.of(result, arguments),
        ERRNO,
        PROMPT,
        variadic);
  }

  /** A function that may wait, whose arguments from the given one on are variadic in C. */
  public static MethodHandle waitingVariadic(
      String symbol, int first, MemoryLayout result, MemoryLayout... arguments) {
    Linker.Option variadic = Linker.Option.firstVariadicArg(first);
    return LINKER.downcallHandle(
        address(SYMBOLS, symbol), FunctionDescriptor.of(result, arguments), ERRNO, variadic);
  }

  /** The number in a segment of {@link #CALL_STATE}. */
  public static int errno(MemorySegment callState) {
    return errno(callState, 0);
  }

  /** The number in a {@link #CALL_STATE} that is somewhere in a segment. */
  public static int errno(MemorySegment memory, long offset) {
    return memory.get(ValueLayout.JAVA_INT, offset + ERRNO_OFFSET);
  }

  /**
   * What a handle threw: what Java code throws, such as for a closed arena or by the wrong thread.
   */
  public static RuntimeException unexpected(Throwable e) {
    switch (e) {
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new AssertionError(e);
    }
  }

  private static MemorySegment address(SymbolLookup symbols, String symbol) {
    return symbols
        .find(symbol)
        .orElseThrow(() -> new NoSuchElementException("the C library has no " + symbol));
  }
}
