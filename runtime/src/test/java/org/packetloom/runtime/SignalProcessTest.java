// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.packetloom.Packetloom;
import org.packetloom.event.Signals;

/** {@link Signals} of processes: what the kernel, the virtual machine and we make of them. */
class SignalProcessTest extends ToolkitTest {
  private static final List<String> QUICK =
      List.of(JavaChild.NATIVE_ACCESS, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    processes.forEach(process -> process.destroyForcibly().onExit().join());
  }

  private Process start(Map<String, String> environment, List<String> options, String... arguments)
      throws IOException {
    List<String> all = new ArrayList<>(options);
    all.addAll(QUICK);
    return started(environment, JavaChild.command(all, SignalChild.class, arguments));
  }

  private Process started(Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static void kill(Process process, String kind) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + kind, "" + process.pid()).start().waitFor())
        .as("kill -%s", kind)
        .isZero();
  }

  private static int status(Process process) throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s ended", process).isTrue();
    return process.exitValue();
  }

  /** A job in the background of a script is born with INT ignored, and so are its children. */
  private static void assumeHeard(int number) throws IOException {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.exists(status), "/proc");
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElse("SigIgn: 0")
            .substring("SigIgn:".length())
            .strip();
    boolean isIgnored = (Long.parseUnsignedLong(ignored, 16) >>> (number - 1) & 1) != 0;
    assumeTrue(!isIgnored, "signal " + number + " is not ignored");
  }

  @Test
  void everyKindIsHeardAndGivenBackOnClose() throws Exception {
    assumeHeard(1);
    assumeHeard(2);
    Process child =
        start(Map.of("_JAVA_SR_SIGNUM", "40"), List.of(), "INT", "TERM", "HUP", "USR1", "USR2");
    var out = child.inputReader();
    assertThat(out.readLine()).isEqualTo("ready");
    for (String kind : List.of("TERM", "HUP", "USR1", "USR2", "INT")) {
      kill(child, kind);
      assertThat(out.readLine()).isEqualTo(kind);
    }
    kill(child, "INT");
    assertThat(out.readLine()).isEqualTo("closed");

    kill(child, "INT");

    assertThat(status(child)).isEqualTo(130);
  }

  @Test
  void otherKindsStayAsTheyWereAndIgnoredOnesIgnored() throws Exception {
    List<String> java =
        JavaChild.command(QUICK, SignalChild.class, "HUP", "USR1");
    List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh"));
    command.addAll(java);
    Process child = started(Map.of(), command);
    var out = child.inputReader();
    assertThat(out.readLine()).isEqualTo("ready");
    kill(child, "HUP");
    kill(child, "USR1");
    assertThat(out.readLine()).isEqualTo("USR1");

    kill(child, "TERM");

    assertThat(status(child)).isEqualTo(143);
    assertThat(out.readLine()).isNull();
  }

  @Test
  void virtualMachineKeepsSomeKinds() throws Exception {
    try (Packetloom loom = Packetloom.open()) {
      assertThat(SignalChild.refusals(loom))
          .containsExactly(
              "signals INT: open",
              "signals TERM: open",
              "signals HUP: open",
              "signal QUIT: the virtual machine keeps it, for thread dumps, or with -Xrs for native"
                  + " code alone (wait for HUP or USR1 instead)",
              "signals USR1: open",
              "signal USR2: the virtual machine suspends threads by it (start Java with"
                  + " _JAVA_SR_SIGNUM=40 in its environment, or wait for USR1 instead)",
              "probe SIGNALS true",
              "probe SIGNAL_QUIT false",
              "probe SIGNAL_USR2 false");
    }
  }

  @Test
  void withReducedSignalsThereAreNone() throws Exception {
    String why = ": Java was started with -Xrs: no signals (start it without -Xrs)";
    assertThat(start(Map.of(), List.of("-Xrs")).inputReader().lines())
        .contains("signal INT" + why, "signal TERM" + why, "signal HUP" + why, "signal USR1" + why)
        .contains("probe SIGNALS false", "probe SIGNAL_QUIT false", "probe SIGNAL_USR2 false")
        .noneMatch(line -> line.endsWith("open"));
  }

  @Test
  void withoutTheModuleOfTheJdkThereAreNone() throws Exception {
    List<String> image = List.of("--limit-modules", "java.base,java.logging,java.management");
    assertThat(start(Map.of(), image).inputReader().lines())
        .contains(
            "signal INT: the module jdk.unsupported is missing (--add-modules jdk.unsupported)")
        .contains("probe SIGNALS false")
        .noneMatch(line -> line.endsWith("open"));
  }
}
