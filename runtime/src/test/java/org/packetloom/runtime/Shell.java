// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A command line of a shell in a process of its own, ended at the latest when this is closed. */
final class Shell implements AutoCloseable {
  private final Process process;

  private Shell(Process process) {
    this.process = process;
  }

  /** Starts a command line; {@code $1}, {@code $2} … are the arguments. */
  static Shell start(String line, Object... arguments) throws IOException {
    String[] command = new String[arguments.length + 4];
    command[0] = "/bin/sh";
    command[1] = "-c";
    command[2] = line;
    command[3] = "sh";
    for (int i = 0; i < arguments.length; i++) {
      command[i + 4] = arguments[i].toString();
    }
    return new Shell(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Waits for the end, and gives what was printed. */
  String output() throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended: " + output).isTrue();
    return output;
  }

  /** Waits for an end with status 0, and gives what was printed. */
  String success() throws IOException, InterruptedException {
    String output = output();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  /** Types something. */
  void type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Ends it by force. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
