// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.packetloom.suite.Await;

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

  /**
   * Waits until another process listens at a path. The path alone is there a little earlier:
   * between its bind and its listen a connect is refused. HAProxy takes its final name after that.
   */
  static void awaitListener(Path path, Process process) {
    Await.until(
        path + " listens", () -> !process.isAlive() || (Files.exists(path) && listens(path)));
  }

  /** As proc_net(5) tells of Unix-domain sockets: flag __SO_ACCEPTCON, and the name bound first. */
  private static boolean listens(Path path) {
    try (var sockets = Files.lines(Path.of("/proc/net/unix"), StandardCharsets.ISO_8859_1)) {
      return sockets.anyMatch(one -> one.contains(" 00010000 ") && one.contains(" " + path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
