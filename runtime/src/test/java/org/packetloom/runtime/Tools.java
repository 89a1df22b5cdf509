// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of the machine that tests talk to; a missing one skips the test by its name. */
final class Tools {
  private Tools() {}

  /** The path of a program. */
  static String find(String name) {
    List<Path> found =
        Stream.of(System.getenv("PATH").split(":"))
            .map(each -> Path.of(each, name))
            .filter(Files::isExecutable)
            .toList();
    assumeTrue(!found.isEmpty(), name);
    return found.getFirst().toString();
  }

  /** Skips the test unless this process may do everything. */
  static void assumeRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "root");
  }

  /** Prepares a program whose complaints are seen. */
  static ProcessBuilder program(String... command) {
    command[0] = find(command[0]);
    return new ProcessBuilder(command).redirectError(Redirect.INHERIT);
  }
}
