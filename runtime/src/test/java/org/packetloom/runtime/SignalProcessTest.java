// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
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
import org.packetloom.Probe.Finding;
import org.packetloom.event.Signals;

/** {@link Signals} of processes: what the kernel, the virtual machine and we make of them. */
class SignalProcessTest extends ToolkitTest {
  private static final int SIGHUP = 1; // asm-generic/signal.h
  private static final int SIGINT = 2;
  private static final int SIGUSR1 = 10;

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
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "/proc");
    assumeTrue(!isIn("SigIgn:", "self", number), "signal " + number + " is not ignored");
  }

  /** Whether a signal is in a set of a process. */
  private static boolean isIn(String set, Object process, int number) throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc", process.toString(), "status"));
    String mask = status.stream().filter(line -> line.startsWith(set)).findFirst().orElseThrow();
    long bits = Long.parseUnsignedLong(mask.substring(set.length()).strip(), 16);
    return (bits >>> (number - 1) & 1) != 0;
  }

  @Test
  void everyKindIsHeardAndGivenBackOnClose() throws Exception {
    assumeHeard(SIGHUP);
    assumeHeard(SIGINT);
    Process child =
        start(Map.of("_JAVA_SR_SIGNUM", "40"), List.of(), "INT", "TERM", "HUP", "USR1", "USR2");
    var out = child.inputReader();
    assertThat(out.readLine()).isEqualTo("ready");
    for (String kind : List.of("TERM", "HUP", "USR1", "USR2", "INT")) {
      kill(child, kind);
      assertThat(out.readLine()).isEqualTo(kind);
    }
    assertThat(isIn("SigCgt:", child.pid(), SIGUSR1)).as("USR1 is caught").isTrue();
    kill(child, "INT");
    assertThat(out.readLine()).isEqualTo("closed");
    assertThat(isIn("SigCgt:", child.pid(), SIGUSR1)).as("USR1 is caught").isFalse();

    kill(child, "INT");

    assertThat(status(child)).isEqualTo(130);
  }

  @Test
  void otherKindsStayAsTheyWereAndIgnoredOnesIgnored() throws Exception {
    List<String> java = JavaChild.command(QUICK, SignalChild.class, "HUP", "USR1");
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
                  + " _JAVA_SR_SIGNUM=40 in its environment, or wait for USR1 instead)");
      assertThat(loom.probe().findings())
          .filteredOn(finding -> finding.name().startsWith("SIGNAL"))
          .extracting(Finding::name, Finding::isAvailable)
          .containsExactly(
              tuple("SIGNALS", true), tuple("SIGNAL_QUIT", false), tuple("SIGNAL_USR2", false));
    }
  }

  @Test
  void withReducedSignalsOrWithoutTheModuleThereAreNone() throws Exception {
    Process reduced = start(Map.of(), List.of("-Xrs"));
    Process small =
        start(Map.of(), List.of("--limit-modules", "java.base,java.logging,java.management"));
    String why = ": Java was started with -Xrs: no signals (start it without -Xrs)";
    assertThat(reduced.inputReader().lines())
        .contains("signal INT" + why, "signal TERM" + why, "signal HUP" + why, "signal USR1" + why)
        .hasSize(6)
        .noneMatch(line -> line.endsWith("open"));
    assertThat(small.inputReader().lines())
        .contains(
            "signal INT: the module jdk.unsupported is missing (--add-modules jdk.unsupported)")
        .hasSize(6)
        .noneMatch(line -> line.endsWith("open"));
  }
}
