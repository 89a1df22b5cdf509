// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the sources and class files of all modules, whichever module's tests are running. */
public final class Repository {
  private static final Path ROOT = findRoot();

  private Repository() {}

  /** The folder that holds the modules. */
  public static Path root() {
    return ROOT;
  }

  /** The compiled main classes of {@code module}, which need not exist yet. */
  public static Path classes(String module) {
    return ROOT.resolve(module).resolve("target").resolve("classes");
  }

  /**
   * All files below {@code folder} whose name ends in {@code ending}, sorted; none if it is absent.
   */
  public static List<Path> files(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.getFileName().toString().endsWith(ending))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static Path findRoot() {
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("api"))
          && Files.isDirectory(folder.resolve("platform"))) {
        return folder;
      }
    }
    throw new IllegalStateException(
        "no api and platform folders above " + Path.of("").toAbsolutePath());
  }
}
