// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a child process that has a network namespace of its own. */
final class Namespace {
  private static final Path NODE = Path.of("/dev/net/tun");
  private static final Path LINK = Path.of("/proc/self/ns/net");
  private static final String DONE = "done in a namespace of its own";

  private Namespace() {}

  static boolean hasNode() {
    return Files.isReadable(NODE) && Files.isWritable(NODE);
  }

  /** Runs to the end; skips the test where no namespace or no device can be made. */
  static void run(Class<?> main, String... arguments) throws IOException, InterruptedException {
    assumeTrue(canUnshare(), "unshare -n");
    assumeTrue(hasNode(), NODE.toString());
    List<String> command = new ArrayList<>(List.of("unshare", "-n"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaChild.NATIVE_ACCESS, JavaChild.OPENS));
    command.add("-XX:+UseSerialGC");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.add(Files.readSymbolicLink(LINK).toString());
    command.addAll(List.of(arguments));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      child.getOutputStream().close();
      String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("ended: " + output).isTrue();
      assertThat(output).endsWith(DONE + System.lineSeparator());
      assertThat(child.exitValue()).isZero();
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  /** In the child, first of all: fails if this is still the namespace of the parent. */
  static void ensureOwn(String parents) throws IOException {
    assertThat(Files.readSymbolicLink(LINK).toString()).isNotEqualTo(parents);
  }

  /** In the child, last of all. */
  static void done() {
    System.out.println(DONE);
  }

  private static boolean canUnshare() throws IOException, InterruptedException {
    try {
      return new ProcessBuilder("unshare", "-n", "true").start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
