// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/**
 * Starts servers and puts load on them.
 *
 * @param programs how servers are started, and with what
 * @param cores who runs where
 * @param isPinned whether servers keep to one processor
 * @param windows how long to watch
 * @param distance how far apart the processors are while something is measured
 */
record Bench(Programs programs, Cores cores, boolean isPinned, Windows windows, Distance distance) {
  /** Longer than any load is planned to take. */
  private static final int PATIENCE_SECONDS = 120;

  /** Programs that are not Java. */
  Tools tools() {
    return programs.tools();
  }

  /** A folder for sockets and temporary files. */
  Path scratch() {
    return programs.scratch();
  }

  ServerProcess serve(ServerPlan plan) throws IOException, InterruptedException, MissingException {
    return serve(plan, List.of());
  }

  /** With more options for servers in Java. */
  ServerProcess serve(ServerPlan plan, List<String> jvmOptions)
      throws IOException, InterruptedException, MissingException {
    return start(isPinned ? cores.pinnedServer() : List.of(), plan, jvmOptions);
  }

  /**
   * With no more than so many descriptors.
   *
   * @throws MissingException also if there is no prlimit
   */
  ServerProcess serveLimited(ServerPlan plan, int descriptors)
      throws IOException, InterruptedException, MissingException {
    if (!Tools.isInPath("prlimit")) {
      throw new MissingException("no prlimit in PATH (Debian: apt-get install util-linux)");
    }
    List<String> prefix = new ArrayList<>(isPinned ? cores.pinnedServer() : List.of());
    prefix.addAll(List.of("prlimit", "--nofile=" + descriptors + ":" + descriptors));
    return start(prefix, plan, List.of());
  }

  /** On the processor of the load: a server that is not measured. */
  ServerProcess serveBeside(ServerPlan plan)
      throws IOException, InterruptedException, MissingException {
    return start(isPinned ? cores.pinnedLoad() : List.of(), plan, List.of());
  }

  private ServerProcess start(List<String> prefix, ServerPlan plan, List<String> jvmOptions)
      throws IOException, InterruptedException, MissingException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(programs.command(plan, jvmOptions));
    return ServerProcess.start(command, scratch());
  }

  /** How long a server needs load before it runs as it will: what has no compiler needs little. */
  int warmUpMillis(String peer) {
    return Peers.isCompiledBefore(peer) ? windows.warm() : windows.compile();
  }

  /** How long it needs another load before it runs as it will with that. */
  int settleMillis(String peer) {
    return Peers.isCompiledBefore(peer) ? windows.warm() : windows.settle();
  }

  /** As {@link #load}, for figures: while the processors are as far apart as is wanted. */
  Measured measure(List<String> arguments)
      throws IOException, InterruptedException, MissingException {
    return distance.hold(() -> load(arguments));
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
    command.add(tools().load().toString());
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }
}
