// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.packetloom.benchmarks.compare.server.Serve;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/**
 * Starts servers and puts load on them.
 *
 * @param tools programs that are not Java
 * @param cores who runs where
 * @param isPinned whether servers keep to one processor
 * @param windows how long to watch
 * @param scratch folder for sockets and temporary files
 */
record Bench(Tools tools, Cores cores, boolean isPinned, Windows windows, Path scratch) {
  /** The same for every server in Java. */
  static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms400m",
          "-Xmx400m",
          "-XX:+UseG1GC",
          "--enable-native-access=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** Longer than any load is planned to take. */
  private static final int PATIENCE_SECONDS = 120;

  ServerProcess serve(ServerPlan plan) throws IOException, InterruptedException, MissingException {
    return serve(plan, List.of());
  }

  /** With more options for servers in Java. */
  ServerProcess serve(ServerPlan plan, List<String> jvmOptions)
      throws IOException, InterruptedException, MissingException {
    List<String> command = new ArrayList<>(isPinned ? cores.pinnedServer() : List.of());
    command.addAll(program(plan, jvmOptions));
    return ServerProcess.start(command, scratch);
  }

  private List<String> program(ServerPlan plan, List<String> jvmOptions)
      throws IOException, InterruptedException, MissingException {
    return switch (plan.peer()) {
      case Peers.C -> programInC(plan);
      case Peers.GO -> {
        List<String> command = new ArrayList<>(List.of(tools.serverInGo().toString()));
        command.addAll(plan.arguments());
        yield command;
      }
      default -> programInJava(plan, jvmOptions);
    };
  }

  private List<String> programInC(ServerPlan plan)
      throws IOException, InterruptedException, MissingException {
    List<String> command = new ArrayList<>();
    command.add(tools.serverInC().toString());
    command.add(plan.role().word());
    command.add(Integer.toString(plan.blockBytes()));
    plan.localPath().ifPresent(command::add);
    return command;
  }

  private List<String> programInJava(ServerPlan plan, List<String> jvmOptions) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(jvmOptions);
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Serve.class.getName());
    command.addAll(plan.arguments());
    return command;
  }

  /** How long a server needs load before it runs as it will: what has no compiler needs little. */
  int warmUpMillis(String peer) {
    return Peers.isCompiledBefore(peer) ? windows.warm() : windows.compile();
  }

  /** Runs the load generator to its end. */
  Measured load(List<String> arguments) throws IOException, InterruptedException, MissingException {
    Process process = loadBuilder(arguments).redirectErrorStream(true).start();
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("load " + arguments.getFirst() + " did not end");
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new IOException("load " + arguments.getFirst() + " failed: " + said.strip());
    }
    return Measured.parse(said);
  }

  ProcessBuilder loadBuilder(List<String> arguments)
      throws IOException, InterruptedException, MissingException {
    List<String> command = new ArrayList<>(isPinned ? cores.pinnedLoad() : List.of());
    command.add(tools.load().toString());
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }
}
