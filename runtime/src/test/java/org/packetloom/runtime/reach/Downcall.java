// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.reach;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shape of a call: all functions of one shape share a stub in a native image.
 *
 * @param json an element of {@code foreign.downcalls} in GraalVM's reachability metadata
 */
record Downcall(String json) implements Comparable<Downcall> {
  /** The layouts that mean the same on every system, by the names that GraalVM knows them by. */
  private static final Map<MemoryLayout, String> NAMES =
      Map.of(
          ValueLayout.JAVA_BYTE, "jbyte",
          ValueLayout.JAVA_SHORT, "jshort",
          ValueLayout.JAVA_INT, "jint",
          ValueLayout.JAVA_LONG, "jlong",
          ValueLayout.ADDRESS, "void*");

  /** More than any function of ours has. */
  private static final int MOST_ARGUMENTS = 16;

  /** What is told of a call, errno or the like, is chosen at run time. */
  static Downcall of(FunctionDescriptor function, Linker.Option... options) {
    String result = function.returnLayout().map(Downcall::name).orElse("\"void\"");
    String parameters =
        function.argumentLayouts().stream().map(Downcall::name).collect(Collectors.joining(", "));
    String named =
        Stream.of(options).map(Downcall::name).sorted().collect(Collectors.joining(", "));
    return new Downcall(
        "{\"returnType\": %s, \"parameterTypes\": [%s], \"options\": {%s}}"
            .formatted(result, parameters, named));
  }

  private static String name(MemoryLayout layout) {
    String name = NAMES.get(layout);
    if (name == null) {
      throw new IllegalArgumentException("no name is known for the layout " + layout);
    }
    return '"' + name + '"';
  }

  private static String name(Linker.Option option) {
    if (option.equals(ForeignRecorder.CAPTURING)) {
      return "\"captureCallState\": true";
    }
    for (boolean isHeapAllowed : List.of(true, false)) {
      if (option.equals(Linker.Option.critical(isHeapAllowed))) {
        return "\"critical\": {\"allowHeapAccess\": %s}".formatted(isHeapAllowed);
      }
    }
    for (int i = 0; i < MOST_ARGUMENTS; i++) {
      if (option.equals(Linker.Option.firstVariadicArg(i))) {
        return "\"firstVariadicArg\": " + i;
      }
    }
    throw new IllegalArgumentException("no name is known for the option " + option);
  }

  @Override
  public int compareTo(Downcall other) {
    return json.compareTo(other.json);
  }
}
