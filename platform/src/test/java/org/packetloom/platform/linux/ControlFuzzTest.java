// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a fuzzer found in control messages once, and what it starts from, does no harm. */
class ControlFuzzTest {
  private static final Path FOLDER = Path.of("src/test/resources/fuzz/ControlFuzz");

  static List<Path> found() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("found")
  void foundInputDoesNoHarm(Path input) throws IOException {
    ControlFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  @Test
  void seedsDoNoHarm() {
    assertThat(ControlFuzz.seeds()).hasSize(5);
    ControlFuzz.seeds().forEach(ControlFuzz::fuzzerTestOneInput);
  }
}
