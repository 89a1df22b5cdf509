// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that goes away with all that is in it, even if the process is told to end. */
final class Scratch implements AutoCloseable {
  private final Path folder;
  private final Thread hook = new Thread(this::delete);

  private Scratch(Path folder) {
    this.folder = folder;
  }

  static Scratch open() throws IOException {
    var scratch = new Scratch(Files.createTempDirectory("packetloom-compare"));
    Runtime.getRuntime().addShutdownHook(scratch.hook);
    return scratch;
  }

  Path folder() {
    return folder;
  }

  private void delete() {
    try {
      List<Path> deepestFirst;
      try (Stream<Path> paths = Files.walk(folder)) {
        deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    delete();
  }
}
