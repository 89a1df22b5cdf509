// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.bill;

import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.packetloom.structure.Repository;

/**
 * What a module is made of, as CycloneDX 1.6 in JSON: itself, the modules of ours that it needs,
 * and libraries with their licence and digest. Without time and serial number, so that the same
 * sources give the same bytes; Maven fills in our version.
 */
final class BillOfMaterials {
  /** How others call the licences that we may depend on. */
  private static final Map<String, String> SPDX =
      Map.of(
          "Apache-2.0", "Apache-2.0",
          "Apache License, Version 2.0", "Apache-2.0");

  private static final String OUR_VERSION = "${project.version}";

  private final String module;
  private final List<String> components = new ArrayList<>();
  private final SortedMap<String, List<String>> edges = new TreeMap<>();

  private BillOfMaterials(String module) {
    this.module = module;
  }

  static BillOfMaterials of(String module) throws Exception {
    var bill = new BillOfMaterials(module);
    bill.addOurs(module);
    return bill;
  }

  /** Where the jar has it. */
  static Path file(String module) {
    return Repository.root()
        .resolve(module)
        .resolve("src/main/sbom/META-INF/sbom/packetloom-" + module + ".cdx.json");
  }

  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("{");
    lines.add("  \"bomFormat\": \"CycloneDX\",");
    lines.add("  \"specVersion\": \"1.6\",");
    lines.add("  \"version\": 1,");
    lines.add("  \"metadata\": {\"component\": " + ours(module) + "},");
    lines.add("  \"components\": [");
    addElements(lines, components);
    lines.add("  ],");
    lines.add("  \"dependencies\": [");
    addElements(
        lines,
        edges.entrySet().stream()
            .map(
                edge ->
                    "{\"ref\": \"%s\", \"dependsOn\": [%s]}"
                        .formatted(edge.getKey(), quoted(edge.getValue())))
            .toList());
    lines.add("  ]");
    lines.add("}");
    return lines;
  }

  private void addOurs(String folder) throws Exception {
    var needed = new ArrayList<String>();
    try (InputStream file =
        Files.newInputStream(Repository.root().resolve(folder).resolve("pom.xml"))) {
      for (var dependency : PomFile.read(file).dependencies()) {
        needed.add(dependency.isOurs() ? addOurModule(dependency) : addLibrary(dependency));
      }
    }
    edges.put(purl("org.packetloom", "packetloom-" + folder, OUR_VERSION), needed);
  }

  private String addOurModule(PomFile.Dependency dependency) throws Exception {
    String folder = dependency.artifact().substring("packetloom-".length());
    components.add(ours(folder));
    addOurs(folder);
    return purl(dependency.group(), dependency.artifact(), OUR_VERSION);
  }

  private static String ours(String folder) {
    return component("org.packetloom", "packetloom-" + folder, OUR_VERSION, "Apache-2.0", "");
  }

  /** A library tells of itself in its jar. */
  private String addLibrary(PomFile.Dependency library) throws Exception {
    Path jar = jar(library.artifact());
    try (var opened = new JarFile(jar.toFile());
        var file =
            opened.getInputStream(
                opened.getEntry(
                    "META-INF/maven/%s/%s/pom.xml"
                        .formatted(library.group(), library.artifact())))) {
      PomFile pom = PomFile.read(file);
      var version = pom.text("version").orElseThrow();
      var purl = purl(library.group(), library.artifact(), version);
      components.add(
          component(library.group(), library.artifact(), version, licence(pom), sha256(jar)));
      var needed = new ArrayList<String>();
      for (var more : pom.dependencies()) {
        needed.add(addLibrary(more));
      }
      edges.put(purl, needed);
      return purl;
    }
  }

  private static Path jar(String artifact) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.getFileName().toString().startsWith(artifact + "-"))
        .findFirst()
        .orElseThrow();
  }

  private static String licence(PomFile pom) {
    var names = pom.licences();
    var known = names.stream().filter(SPDX::containsKey).map(SPDX::get).findFirst();
    return known.orElseThrow(() -> new AssertionError("licences that we do not know: " + names));
  }

  private static String sha256(Path jar) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
    return ", \"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"%s\"}]"
        .formatted(HexFormat.of().formatHex(digest));
  }

  private static String component(
      String group, String artifact, String version, String licence, String more) {
    var purl = purl(group, artifact, version);
    return "{\"type\": \"library\", \"bom-ref\": \"%s\", \"group\": \"%s\", \"name\": \"%s\", \"version\": \"%s\"%s, \"licenses\": [{\"license\": {\"id\": \"%s\"}}], \"purl\": \"%s\"}"
        .formatted(purl, group, artifact, version, more, licence, purl);
  }

  private static String purl(String group, String artifact, String version) {
    return "pkg:maven/%s/%s@%s?type=jar".formatted(group, artifact, version);
  }

  private static String quoted(List<String> texts) {
    return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(", "));
  }

  private static void addElements(List<String> lines, List<String> elements) {
    for (int i = 0; i < elements.size(); i++) {
      lines.add("    " + elements.get(i) + (i < elements.size() - 1 ? "," : ""));
    }
  }
}
