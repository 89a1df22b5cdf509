// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.packetloom.Packetloom;

/** Where the system refuses something. */
final class Sandbox {
  private static final Path PROGRAM = Path.of("src", "test", "c", "forbid.c");

  private Sandbox() {}

  /**
   * The beginning of a command that is refused something; skips the test where that cannot be.
   *
   * @param what as the program says
   * @param errno the error that it meets
   * @param folder where to compile the program
   */
  static List<String> forbidding(String what, int errno, Path folder) throws Exception {
    String program = folder.resolve("forbid").toString();
    Process compiling =
        new ProcessBuilder(
                Tools.find("gcc"), "-O", "-Wall", "-Werror", "-o", program, PROGRAM.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(compiling.getInputStream().readAllBytes());
    assertThat(compiling.waitFor()).as(output).isZero();
    List<String> command = List.of(program, what, Integer.toString(errno));
    Process trying = new ProcessBuilder(program, what, "1", "true").start();
    assumeTrue(trying.waitFor() == 0, "seccomp filters");
    return command;
  }

  /** Some connections that talk for a while. */
  static void talk(Packetloom loom) throws Exception {
    Talk talk = Talk.start(loom, loom.threadFactory(), 4);
    try {
      talk.awaitRounds(100);
    } catch (AssertionError e) {
      throw new AssertionError(loom.dump() + Thread.getAllStackTraces(), e);
    }
    talk.stop();
  }
}
