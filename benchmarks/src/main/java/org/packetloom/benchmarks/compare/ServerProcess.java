// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which says when it is ready and ends with its input. */
final class ServerProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 5;
  private static final int SILENCE_SECONDS = 120; // longer than anything that it is asked takes

  private final Process process;
  private final BufferedReader output;
  private final Writer input;
  private final int port;
  private final String note;

  private ServerProcess(Process process, BufferedReader output, String[] ready) {
    this.process = process;
    this.output = output;
    this.input = process.outputWriter(StandardCharsets.US_ASCII);
    this.port = Integer.parseInt(ready[1]);
    this.note = ready.length > 2 ? ready[2].strip() : "";
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param command how
   * @param scratch folder for its temporary files
   */
  static ServerProcess start(List<String> command, Path scratch) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TMPDIR", scratch.toString());
    Path errors = Files.createTempFile(scratch, "server", ".err");
    builder.redirectError(errors.toFile());
    Process process = builder.start();
    var output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = answer(process, output);
    if (line == null || !line.startsWith("READY ")) {
      kill(process);
      throw new IOException("did not start: " + Files.readString(errors).strip());
    }
    return new ServerProcess(process, output, line.split(" ", 3));
  }

  /** The next line; null if the process has ended, or is killed because there was none for long. */
  private static String answer(Process process, BufferedReader output) throws IOException {
    CompletableFuture<Void> watchdog =
        CompletableFuture.runAsync(
            () -> kill(process),
            CompletableFuture.delayedExecutor(SILENCE_SECONDS, TimeUnit.SECONDS));
    try {
      return output.readLine();
    } finally {
      watchdog.cancel(false);
    }
  }

  /** With those that it has started. */
  private static void kill(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** What the server says of itself; empty if nothing. */
  String note() {
    return note;
  }

  /** Sends a line and returns the answer. */
  String ask(String line) throws IOException {
    input.write(line + "\n");
    input.flush();
    String answer = answer(process, output);
    if (answer == null) {
      throw new IOException("the server has ended");
    }
    return answer;
  }

  @Override
  public void close() {
    try {
      input.close();
    } catch (IOException _) {
      // it has ended before
    }
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        kill(process);
      }
    } catch (InterruptedException _) {
      kill(process);
      Thread.currentThread().interrupt();
    }
  }
}
