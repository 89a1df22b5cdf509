// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The classes of a Java runtime, read from its image of modules wherever it was made for. */
final class JavaImage implements AutoCloseable {
  private final FileSystem files;
  private final Map<String, Path> paths = new HashMap<>();
  private final Map<String, ClassModel> parsed = new HashMap<>();

  /** Opens the image of the runtime in folder {@code home}. */
  JavaImage(Path home) throws IOException {
    files = FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", home.toString()));
    try (var all = Files.walk(files.getPath("/modules"))) {
      all.filter(p -> p.toString().endsWith(".class")).forEach(this::add);
    }
  }

  private void add(Path path) {
    var name = path.subpath(2, path.getNameCount()).toString();
    paths.putIfAbsent(name.substring(0, name.length() - ".class".length()), path);
  }

  /**
   * Whether this runtime was made without the module that has a type in a later Java: then programs
   * do without it on that Java too.
   */
  boolean isLeftOut(String name) {
    var type = name.substring(0, name.lastIndexOf('/')).replace('/', '.');
    return ModuleLayer.boot().modules().stream()
        .filter(module -> module.getPackages().contains(type))
        .anyMatch(module -> Files.notExists(files.getPath("/modules", module.getName())));
  }

  /** The class with an internal name. */
  Optional<ClassModel> find(String name) throws IOException {
    var path = paths.get(name);
    if (path == null) {
      return Optional.empty();
    }
    var model = parsed.get(name);
    if (model == null) {
      model = ClassFile.of().parse(Files.readAllBytes(path));
      parsed.put(name, model);
    }
    return Optional.of(model);
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
