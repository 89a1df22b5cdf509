// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java virtual machine of its own, on the class path of the tests. */
public final class JavaChild {
  public static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
  public static final String OPENS = "--add-opens=java.base/java.lang=ALL-UNNAMED";

  /** Has a short life begin sooner, at half the processor time. */
  public static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final int LIMIT_SECONDS = 60;

  private JavaChild() {}

  /** A program of the same JDK. */
  public static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** The command that runs a class with options for the virtual machine. */
  public static List<String> command(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(tool("java"));
    command.addAll(QUICK);
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs a command to its end, which must be a good one; gives the lines that it printed. */
  public static List<String> run(List<String> command) throws Exception {
    Path output = Files.createTempFile("packetloom-child", ".txt");
    try {
      Process child =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        child.getOutputStream().close();
        boolean hasEnded = child.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(hasEnded).as("ended: %s: %s", command, lines(output)).isTrue();
        assertThat(child.exitValue()).as("status of %s: %s", command, lines(output)).isZero();
        return lines(output);
      } finally {
        child.destroyForcibly().waitFor();
      }
    } finally {
      Files.delete(output);
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.UTF_8);
  }
}
