// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;

/** The standard streams of a child process, of every kind, keep the flags of their open files. */
@Timeout(120)
class StandardStreamsTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path SCRIPT = Path.of("/usr/bin/script");

  /** The command that copies standard input to standard output. */
  static List<String> copy() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        Copy.class.getName());
  }

  private static String run(List<String> command, String input) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended: " + output).isTrue();
      return output;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(StandardStreamsTest.class.getResource(name).toURI());
  }

  @Test
  void everyKindIsCopiedAndKeepsItsFlags() throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "python3");
    List<String> command = new ArrayList<>();
    command.add(PYTHON.toString());
    command.add(resource("standard-streams.py").toString());
    command.addAll(copy());
    assertThat(run(command, "").lines())
        .containsExactly(
            "pipe same kept 0 done",
            "file same kept 0 done",
            "socket same kept 0 done",
            "null same kept 0 done",
            "terminal same kept 0 done");
  }

  @Test
  void aRealTerminalKeepsItsFlags() throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "python3");
    assumeTrue(Files.isExecutable(SCRIPT), "script");
    String flags =
        PYTHON + " -c 'import fcntl; print(*[fcntl.fcntl(i, fcntl.F_GETFL) for i in (0, 1, 2)])'";
    String line = flags + "; " + String.join(" ", copy()).replace("$", "\\$") + "; " + flags;
    String output = run(List.of(SCRIPT.toString(), "-qec", line, "/dev/null"), "hello\n\u0004");
    List<String> lines = output.lines().map(String::strip).filter(text -> !text.isEmpty()).toList();
    assertThat(lines).as(output).contains("hello").anyMatch(text -> text.endsWith("done"));
    List<String> numbers = lines.stream().filter(text -> text.matches("\\d+ \\d+ \\d+")).toList();
    assertThat(numbers).hasSize(2);
    assertThat(numbers.getFirst()).isEqualTo(numbers.getLast());
  }

  /** Copies standard input to standard output, and says so on standard error. */
  static final class Copy {
    private Copy() {}

    /** Copies until the end. */
    public static void main(String[] arguments) throws Exception {
      try (Packetloom loom = Packetloom.open();
          StreamConnector in = loom.connect("fd:///stdin");
          StreamConnector out = loom.connect("fd:///stdout");
          StreamConnector error = loom.connect("fd:///stderr")) {
        in.inputStream().transferTo(out.outputStream());
        error.write("done\n".getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
