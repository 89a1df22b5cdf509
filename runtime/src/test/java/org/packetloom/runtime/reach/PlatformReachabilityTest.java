// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.reach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.SymbolLookup;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.packetloom.structure.ReachabilityMetadata;
import org.packetloom.structure.ReflectiveCalls;
import org.packetloom.structure.Repository;

/**
 * What GraalVM is told of this module is what its binders ask the linker for, on Linux, macOS,
 * FreeBSD and Windows together. Nothing is linked.
 */
class PlatformReachabilityTest {
  private static final String NAME = "PlatformReachabilityTest";

  /** JvmSignals finds these by their names, and implements the handler. */
  private static final List<String> REFLECTION =
      List.of(
          """
          {"type": "sun.misc.Signal", "methods": [\
          {"name": "<init>", "parameterTypes": ["java.lang.String"]}, \
          {"name": "handle", "parameterTypes": ["sun.misc.Signal", "sun.misc.SignalHandler"]}]}""",
          """
          {"type": "sun.misc.SignalHandler"}""",
          """
          {"type": {"proxy": ["sun.misc.SignalHandler"]}}""");

  /** Symbols that only macOS on x86-64 has; where they are missing, others are bound instead. */
  private static final String ENDING_OF_ONE_SYSTEM = "$INODE64";

  private static final SortedMap<Downcall, SortedSet<String>> DOWNCALLS = new TreeMap<>();
  private static final Set<String> REACHED = new TreeSet<>();
  private static BindingSites sites;

  @BeforeAll
  static void bindEverything() throws Exception {
    Path classes = Repository.classes("platform");
    sites = BindingSites.in(classes);
    for (boolean hasAll : List.of(true, false)) {
      ForeignRecorder recorder =
          new ForeignRecorder(symbol -> hasAll || !symbol.endsWith(ENDING_OF_ONE_SYSTEM));
      recorder.record(
          () ->
              on(
                  hasAll ? "Mac OS X" : "Linux",
                  () -> bindAll(new RewrittenClasses(classes), sites.types())));
      recorder
          .downcalls()
          .forEach((call, names) -> DOWNCALLS.merge(call, names, PlatformReachabilityTest::union));
      REACHED.addAll(recorder.sites());
    }
  }

  /** Does something as if it were on a system: where some calls go by their numbers, or not. */
  private static void on(String system, Runnable action) {
    String real = System.setProperty("os.name", system);
    try {
      action.run();
    } finally {
      System.setProperty("os.name", real);
    }
  }

  private static SortedSet<String> union(Collection<String> one, Collection<String> other) {
    SortedSet<String> both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }

  /** Constants are bound as their class is initialised, and kqueue(2) for each of its layouts. */
  private static void bindAll(ClassLoader loader, Set<String> types) {
    try {
      for (String type : types) {
        Class<?> initialised = Class.forName(type, true, loader);
        assertThat(initialised.getClassLoader()).isSameAs(loader);
      }
      Class<?> binder = loader.loadClass("org.packetloom.platform.unix.Binder");
      Object libC = binder.getMethod("libC").invoke(null);
      Class<?> layout = loader.loadClass("org.packetloom.platform.bsd.KeventLayout");
      Class<?> kqueue = loader.loadClass("org.packetloom.platform.bsd.LibCKqueue");
      Class<?> calls = loader.loadClass("org.packetloom.platform.unix.UnixCalls");
      Constructor<?> linked = kqueue.getDeclaredConstructor(SymbolLookup.class, layout, calls);
      linked.setAccessible(true);
      for (Field constant : layout.getDeclaredFields()) {
        if (constant.getType() == layout && Modifier.isStatic(constant.getModifiers())) {
          constant.setAccessible(true);
          Object unused = linked.newInstance(libC, constant.get(null), null);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void metadataIsWhatTheBindingsAskFor() throws IOException {
    List<String> elements = new ArrayList<>(REFLECTION);
    ReflectiveCalls.of("platform")
        .ownFields()
        .forEach(
            (type, fields) ->
                elements.add(ReachabilityMetadata.type(type, ReachabilityMetadata.fields(fields))));
    List<String> downcalls = DOWNCALLS.keySet().stream().map(Downcall::json).toList();
    var metadata = new ReachabilityMetadata("platform", elements, List.of(), downcalls);

    assertThat(metadata.drift(NAME).stream().map(PlatformReachabilityTest::explained))
        .as("if it is meant: %s", metadata.rewrite(NAME))
        .isEmpty();
  }

  /** A line that is missing or too many, with the functions that need it. */
  private static String explained(String line) {
    String functions =
        DOWNCALLS.entrySet().stream()
            .filter(entry -> line.contains(entry.getKey().json()))
            .flatMap(entry -> entry.getValue().stream())
            .collect(Collectors.joining(", "));
    return functions.isEmpty() ? line : line + " for " + functions;
  }

  @Test
  void everyBindingOfEverySystemWasReached() {
    Set<String> unreached = new TreeSet<>(sites.places());
    unreached.removeAll(REACHED);
    assertThat(unreached).as("bound by no class initialiser: teach bindAll").isEmpty();
    assertThat(REACHED).isSubsetOf(sites.places());
  }

  @Test
  void everySystemIsAmongThem() {
    assertThat(sites.types().stream().map(type -> type.split("\\.")[3]).distinct())
        .containsExactlyInAnyOrder("bsd", "linux", "unix", "windows");
    assertThat(DOWNCALLS.values().stream().flatMap(Collection::stream))
        .contains("epoll_wait", "kevent", "ppoll", "WSASocketW", "fstat" + ENDING_OF_ONE_SYSTEM);
  }

  @Test
  void bindersAloneSpeakToTheLinker() {
    assertThat(sites.strangers()).isEmpty();
  }
}
