// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The file by which a module tells GraalVM what it reaches by name. */
public final class ReachabilityMetadata {
  private final String module;
  private final List<String> reflection;
  private final List<String> resources;
  private final List<String> downcalls;

  /**
   * What a module should say.
   *
   * @param module its folder
   * @param reflection elements of that section, one line each
   * @param resources names of files in the jar
   * @param downcalls elements of that section, one line each
   */
  public ReachabilityMetadata(
      String module,
      Collection<String> reflection,
      Collection<String> resources,
      Collection<String> downcalls) {
    this.module = module;
    this.reflection = List.copyOf(reflection);
    this.resources = resources.stream().map("{\"glob\": \"%s\"}"::formatted).toList();
    this.downcalls = List.copyOf(downcalls);
  }

  /** An element for a class that is made by its name, and what of it is used so. */
  public static String type(String name, String... parts) {
    return Stream.concat(Stream.of("\"type\": \"" + name + '"'), Stream.of(parts))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** A part of it. */
  public static String fields(Collection<String> names) {
    return names.stream()
        .map("{\"name\": \"%s\"}"::formatted)
        .collect(Collectors.joining(", ", "\"fields\": [", "]"));
  }

  /** Another part of it; see {@link #method}. */
  public static String methods(Collection<String> methods) {
    return methods.stream().collect(Collectors.joining(", ", "\"methods\": [", "]"));
  }

  /** A method; a constructor is called {@code <init>}. */
  public static String method(String name, Class<?>... parameters) {
    return Stream.of(parameters)
        .map(type -> '"' + type.getName() + '"')
        .collect(
            Collectors.joining(", ", "{\"name\": \"" + name + "\", \"parameterTypes\": [", "]}"));
  }

  /** The file of a module. */
  public static Path file(String module) {
    return Repository.root()
        .resolve(module)
        .resolve("src/main/resources/META-INF/native-image/org.packetloom")
        .resolve("packetloom-" + module)
        .resolve("reachability-metadata.json");
  }

  /** Writes the file if that is asked for, and then tells how it differs; nothing if not. */
  public List<String> drift(String test) throws IOException {
    var wanted = lines(test);
    var file = file(module);
    if ("write".equals(System.getProperty("packetloom.metadata"))) {
      Files.createDirectories(file.getParent());
      Files.write(file, wanted);
    }
    return LineDiff.of(Files.readAllLines(file), wanted);
  }

  /** How to write it. */
  public String rewrite(String test) {
    return "mvn -pl runtime -am test -Dtest=%s -Dsurefire.failIfNoSpecifiedTests=false -Dpacketloom.metadata=write"
        .formatted(test);
  }

  private List<String> lines(String test) {
    var lines = new ArrayList<String>();
    lines.add("{");
    lines.add("  \"comment\": \"Written by %s.\",".formatted(test));
    lines.add("  \"reflection\": [");
    addElements(lines, reflection);
    if (!resources.isEmpty()) {
      lines.add("  ],");
      lines.add("  \"resources\": [");
      addElements(lines, resources);
    }
    if (!downcalls.isEmpty()) {
      lines.add("  ],");
      lines.add("  \"foreign\": {\"downcalls\": [");
      addElements(lines, downcalls);
    }
    lines.add(downcalls.isEmpty() ? "  ]" : "  ]}");
    lines.add("}");
    return lines;
  }

  private static void addElements(List<String> lines, List<String> elements) {
    for (int i = 0; i < elements.size(); i++) {
      lines.add("    " + elements.get(i) + (i < elements.size() - 1 ? "," : ""));
    }
  }
}
