// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A web server in a JVM of its own, as the provider of channels is chosen for a whole JVM.
 *
 * <p>{@link #main} is what that runs: it ends with its standard input.
 */
final class WebServerJvm implements AutoCloseable {
  private static final String PROVIDER =
      "-Djava.nio.channels.spi.SelectorProvider=org.packetloom.nio.PacketloomSelectorProvider";
  private static final int LIMIT_SECONDS = 30;

  private final Process process;
  private final int port;

  private WebServerJvm(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param isOurs whether its channels are Packetloom's, or the JDK's own
   */
  static WebServerJvm start(WebServer.Kind kind, boolean isOurs) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    if (isOurs) {
      command.add(PROVIDER);
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            WebServerJvm.class.getName(),
            kind.name()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = said.readLine();
    if (line == null) {
      process.destroyForcibly();
      throw new IOException("the JVM of the server has ended: " + String.join(" ", command));
    }
    return new WebServerJvm(process, Integer.parseInt(line));
  }

  /**
   * Serves until the end of standard input; prints the port.
   *
   * @param arguments the kind of server
   */
  public static void main(String... arguments) throws Exception {
    try (WebServer server = WebServer.Kind.valueOf(arguments[0]).start(Optional.empty())) {
      System.out.println(server.port());
      while (System.in.read() >= 0) {}
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    boolean isInterrupted = false;
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      isInterrupted = true;
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
