// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.structure.Repository;

/** Whoever does not ask for previews of Java never meets one. */
class PreviewMarkTest {
  /** The minor version by which javac marks a class that needs {@code --enable-preview}. */
  private static final int PREVIEW = 0xffff;

  @Test
  void onlyTheExamplesOfStructuredConcurrencyAreMarked() throws Exception {
    List<Path> marked = new ArrayList<>();
    for (String module : List.of("api", "platform", "runtime", "examples")) {
      Path classes = Repository.classes(module);
      for (Path file : Repository.files(classes, ".class")) {
        if (minorVersion(file) == PREVIEW) {
          marked.add(classes.relativize(file));
        }
      }
    }
    assertThat(marked)
        .isNotEmpty()
        .allMatch(file -> file.startsWith("org/packetloom/examples/structured"));
  }

  private static int minorVersion(Path file) throws IOException {
    try (var input = new DataInputStream(Files.newInputStream(file))) {
      input.skipNBytes(Integer.BYTES);
      return input.readUnsignedShort();
    }
  }
}
