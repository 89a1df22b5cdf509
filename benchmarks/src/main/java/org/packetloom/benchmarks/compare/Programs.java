// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.Serve;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/**
 * How the server of a peer is started.
 *
 * @param tools programs that are not Java
 * @param scratch folder for temporary files
 * @param jvmOptions more options for every server in Java, such as the user's
 */
record Programs(Tools tools, Path scratch, List<String> jvmOptions) {
  /** The same for every server in Java. */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms400m",
          "-Xmx400m",
          "-XX:+UseG1GC",
          "--enable-native-access=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /**
   * The command for a plan.
   *
   * @param furtherOptions more of them, if this is a server in Java
   * @throws MissingException if what it needs is not on this machine
   */
  List<String> command(ServerPlan plan, List<String> furtherOptions)
      throws IOException, InterruptedException, MissingException {
    return switch (plan.peer()) {
      case Peers.C, Peers.C_LIBEVENT, Peers.C_LIBEV -> inC(plan);
      case Peers.GO -> {
        List<String> command = new ArrayList<>(List.of(tools.serverInGo().toString()));
        command.addAll(plan.arguments());
        yield command;
      }
      case Peers.SOCAT -> Socat.command(plan, scratch.toString());
      default -> inJava(plan, furtherOptions);
    };
  }

  private List<String> inC(ServerPlan plan)
      throws IOException, InterruptedException, MissingException {
    String size = Integer.toString(plan.blockBytes());
    String role = plan.role().word();
    if (plan.role() == Role.DATAGRAM || plan.role() == Role.CASCADE) {
      return List.of(tools.workInC(plan.peer()).toString(), role, plan.variant(), size);
    }
    List<String> command = new ArrayList<>(List.of(tools.serverInC().toString(), role, size));
    plan.localPath().ifPresent(command::add);
    return command;
  }

  private List<String> inJava(ServerPlan plan, List<String> furtherOptions) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(jvmOptions);
    command.addAll(furtherOptions);
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Serve.class.getName());
    command.addAll(plan.arguments());
    return command;
  }
}
