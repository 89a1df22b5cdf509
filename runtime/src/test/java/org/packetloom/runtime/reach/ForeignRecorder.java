// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.reach;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Takes the linker's place in {@link RewrittenClasses}: has every symbol of every system, links
 * nothing, and writes down what was asked for. The functions that it hands out return zero.
 *
 * <p>The static methods have the parameters of those of {@code java.lang.foreign} that they stand
 * for, and speak to the recorder of the thread's scope. Public for the classes of the other loader.
 */
public final class ForeignRecorder {
  /** Stands for every state that a call can capture: those of Windows are refused elsewhere. */
  static final Linker.Option CAPTURING = Linker.Option.captureCallState("errno");

  private static final StructLayout CALL_STATE =
      MemoryLayout.structLayout(
          ValueLayout.JAVA_INT.withName("GetLastError"),
          ValueLayout.JAVA_INT.withName("WSAGetLastError"),
          ValueLayout.JAVA_INT.withName("errno"));

  private static final ScopedValue<ForeignRecorder> CURRENT = ScopedValue.newInstance();

  private final Predicate<String> isPresent;

  /** The address of a symbol is its place in here, from 1 on. */
  private final List<String> symbols = new ArrayList<>();

  private final SortedMap<Downcall, SortedSet<String>> downcalls = new TreeMap<>();
  private final Set<String> sites = new TreeSet<>();

  /** Has the symbols that a predicate says. */
  ForeignRecorder(Predicate<String> isPresent) {
    this.isPresent = isPresent;
  }

  /** Records what classes of {@link RewrittenClasses} link meanwhile. */
  void record(Runnable action) {
    ScopedValue.where(CURRENT, this).run(action);
  }

  /** The shapes of all calls, and the functions of each. */
  SortedMap<Downcall, SortedSet<String>> downcalls() {
    return downcalls;
  }

  /** Where the binders were asked, as {@link BindingSites} writes it. */
  Set<String> sites() {
    return sites;
  }

  /** For {@link Linker.Option#captureCallState}. */
  public static Linker.Option captureCallState(String[] names) {
    return CAPTURING;
  }

  /** For {@link Linker.Option#captureStateLayout}. */
  public static StructLayout captureStateLayout() {
    return CALL_STATE;
  }

  /** For {@link SymbolLookup#libraryLookup(String, Arena)}. */
  public static SymbolLookup libraryLookup(String name, Arena arena) {
    return symbol -> Optional.empty(); // never asked: see find
  }

  /** For {@link SymbolLookup#find}. */
  public static Optional<MemorySegment> find(SymbolLookup library, String symbol) {
    ForeignRecorder recorder = CURRENT.get();
    if (!recorder.isPresent.test(symbol)) {
      return Optional.empty();
    }
    recorder.symbols.add(symbol);
    return Optional.of(MemorySegment.ofAddress(recorder.symbols.size()));
  }

  /** For {@link Linker#downcallHandle(MemorySegment, FunctionDescriptor, Linker.Option...)}. */
  public static MethodHandle downcallHandle(
      Linker linker, MemorySegment symbol, FunctionDescriptor function, Linker.Option[] options) {
    ForeignRecorder recorder = CURRENT.get();
    int place = (int) symbol.address();
    String name = place == 0 ? "a function without a symbol" : recorder.symbols.get(place - 1);
    recorder
        .downcalls
        .computeIfAbsent(Downcall.of(function, options), _ -> new TreeSet<>())
        .add(name);
    recorder.sites.add(site());
    MethodType type = function.toMethodType();
    boolean captures = List.of(options).contains(CAPTURING);
    return MethodHandles.empty(captures ? type.insertParameterTypes(0, MemorySegment.class) : type);
  }

  /** Who has asked a binder. */
  private static String site() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> isOurs(frame.getClassName()))
                    .findFirst()
                    .map(frame -> frame.getClassName() + ":" + frame.getLineNumber())
                    .orElseThrow());
  }

  private static boolean isOurs(String type) {
    return type.startsWith("org.packetloom.platform.") && !type.endsWith(".Binder");
  }
}
