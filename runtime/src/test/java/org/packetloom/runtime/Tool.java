// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Another program at the other end: a process that is killed when its test is over. */
public final class Tool implements AutoCloseable {
  private final Process process;

  private Tool(Process process) {
    this.process = process;
  }

  /** Skips the test if a program is missing. */
  public static void assumeInstalled(String program) {
    boolean isThere =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    assumeTrue(isThere, program);
  }

  /** Starts a program whose standard streams are pipes. */
  public static Tool start(String... command) throws IOException {
    assumeInstalled(command[0]);
    return new Tool(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
  }

  /** Starts a program that reads one file and writes another. */
  public static Tool start(Path input, Path output, String... command) throws IOException {
    assumeInstalled(command[0]);
    return new Tool(
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(Redirect.INHERIT)
            .start());
  }

  /** Waits until the program listens at a path. */
  void awaitListener(Path path) {
    Tools.awaitListener(path, process);
  }

  /** Writes to the program, and leaves its input open. */
  public Tool type(String text) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write(text.getBytes(StandardCharsets.US_ASCII));
    input.flush();
    return this;
  }

  /** Reads as many characters from the program. */
  public String read(int length) throws IOException {
    byte[] bytes = process.getInputStream().readNBytes(length);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  /** Reads a line from the program. */
  public String readLine() throws IOException {
    return process.inputReader().readLine();
  }

  /** Waits until the program has ended well. */
  public void awaitSuccess() throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended: %s", process.info()).isTrue();
    assertThat(process.exitValue()).as("%s", process.info()).isZero();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
