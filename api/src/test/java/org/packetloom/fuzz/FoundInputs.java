// SPDX-License-Identifier: Apache-2.0
package org.packetloom.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The inputs that a fuzzer found, a file each, in a folder named after the target. */
public final class FoundInputs {
  private FoundInputs() {}

  /** The folder of a target, from that of a module. */
  public static Path folder(Class<?> target) {
    return Path.of("src/test/resources/fuzz", target.getSimpleName());
  }

  /** All inputs of a target of this module; none if there is no folder. */
  public static List<Path> of(Class<?> target) {
    Path folder = folder(target);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
