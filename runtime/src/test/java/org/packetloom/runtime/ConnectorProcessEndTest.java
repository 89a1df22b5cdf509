// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.process.ConnectorProcess;
import org.packetloom.process.ProcessOutcome;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** How child processes end whose standard streams are connectors, and how they run to their end. */
class ConnectorProcessEndTest extends ConnectorProcessFixture {
  private static final int SIGTERM_VALUE = 128 + 15;

  @Test
  void waitingForTheEndObeysDeadlineAndInterrupt() throws Exception {
    try (ConnectorProcess process = start("cat")) {
      assertThatThrownBy(() -> process.waitFor(Deadline.after(Duration.ofMillis(10))))
          .isInstanceOf(ConnectorTimeoutException.class)
          .hasMessageContaining("wait for process")
          .hasMessageContaining("(cat): timed out");
      assertThatThrownBy(() -> Deadline.after(Duration.ofMillis(10)).call(process::waitFor))
          .isInstanceOf(ConnectorTimeoutException.class);
      Task<Integer> waiter = start(() -> process.waitFor()).awaitParked();
      waiter.interrupt();
      waiter.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      assertThat(waiter.endedInterrupted()).isTrue();
      assertThat(process.exitValue()).isEmpty();
      Task<Integer> several = start(() -> process.waitFor()).awaitParked();
      process.stdin().close();
      assertThat(process.waitFor()).isZero();
      assertThat(several.result()).isZero();
    }
  }

  @Test
  void closeWakesReadersWritersAndWaiters() throws Exception {
    ConnectorProcess process = start("sleep", "600");
    Task<Integer> reader = start(() -> readByte(process.stdout())).awaitParked();
    Task<Integer> writer = start(() -> process.stdin().write(new byte[1 << 20])).awaitParked();
    Task<Integer> waiter = start(() -> process.waitFor()).awaitParked();
    process.close();
    reader.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    writer.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    assertThat(process.exitValue()).isEqualTo(OptionalInt.of(SIGTERM_VALUE));
    // the end of the process may be told before the close
    assertThat(waiter.hasFailed() ? SIGTERM_VALUE : waiter.result()).isEqualTo(SIGTERM_VALUE);
    process.close();
    assertThat(process.waitFor()).isEqualTo(SIGTERM_VALUE);
  }

  @Test
  void closeForcesAChildThatDoesNotTerminate() throws Exception {
    ConnectorProcess process = shell("trap '' TERM; echo ready; while :; do sleep 600; done");
    assertThat(process.stdout().inputStream().readNBytes(6)).isEqualTo(bytes("ready\n"));
    process.closeGrace(Duration.ofMillis(20)).close();
    assertThat(process.exitValue()).isEqualTo(OptionalInt.of(SIGKILL_VALUE));
  }

  @Test
  void closeWithoutGraceForcesAtOnce() throws Exception {
    ConnectorProcess process = start("sleep", "600");
    process.closeGrace(Duration.ZERO).close();
    assertThat(process.exitValue()).isEqualTo(OptionalInt.of(SIGKILL_VALUE));
    assertThatThrownBy(() -> process.closeGrace(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void closeEndsGrandchildren() throws Exception {
    ProcessHandle grandchild;
    try (ConnectorProcess process = shell("sleep 600 & echo $!; wait")) {
      ByteBuffer line = ByteBuffer.allocate(20);
      int n = process.stdout().readUntil((byte) '\n', line);
      String pid = new String(line.array(), 0, n, StandardCharsets.UTF_8).strip();
      grandchild = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }
    Await.until(
        "grandchild ends", () -> !grandchild.isAlive() || grandchild.info().command().isEmpty());
  }

  @Test
  void closeIsCompleteThoughTheThreadIsInterrupted() throws Exception {
    ConnectorProcess process = start("sleep", "600");
    Task<Void> closer =
        startAction(
            () -> {
              Thread.currentThread().interrupt();
              process.close();
            });
    closer.result();
    assertThat(closer.endedInterrupted()).isTrue();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void closingTheToolkitTerminatesTheChild() throws Exception {
    ConnectorProcess process = start("sleep", "600");
    Task<Integer> waiter = start(() -> process.waitFor()).awaitParked();
    loom.close();
    waiter.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
    assertThat(process.process().waitFor()).isEqualTo(SIGTERM_VALUE);
    process.close();
    before = 0;
    before = OpenDescriptors.count();
  }

  @Test
  void runCollectsMoreThanPipesHold() throws Exception {
    byte[] input = Seed.bytes(3_000_000);
    ProcessOutcome outcome =
        ConnectorProcess.run(
            loom,
            new ProcessBuilder("/bin/sh", "-c", "tee /dev/stderr; exit 5"),
            input,
            Deadline.after(Await.LIMIT));
    assertThat(outcome.stdout()).isEqualTo(input);
    assertThat(outcome.stderr()).isEqualTo(input);
    assertThat(outcome.exitValue()).isEqualTo(5);
    assertThat(outcome.isSuccess()).isFalse();
    assertThat(outcome).hasToString("exit value 5, 3000000 and 3000000 bytes");
  }

  @Test
  void runGivesTextAndIgnoresInputThatNobodyReads() throws Exception {
    ProcessOutcome outcome =
        ConnectorProcess.run(
            loom,
            new ProcessBuilder("/bin/sh", "-c", "echo hi; echo ho >&2"),
            new byte[1 << 20],
            Deadline.NONE);
    assertThat(outcome.stdoutText()).isEqualTo("hi\n");
    assertThat(outcome.stderrText()).isEqualTo("ho\n");
    assertThat(outcome.isSuccess()).isTrue();
    ProcessOutcome shared = ConnectorProcess.run(new ProcessBuilder("echo", "x"), Deadline.NONE);
    assertThat(shared.stdoutText()).isEqualTo("x\n");
    before = OpenDescriptors.count(); // the shared toolkit stays open
  }

  @Test
  void runEndsTheProcessAtTheDeadline() {
    assertThatThrownBy(
            () ->
                ConnectorProcess.run(
                    loom,
                    new ProcessBuilder("sleep", "600"),
                    new byte[0],
                    Deadline.after(Duration.ofMillis(50))))
        .isInstanceOf(ConnectorTimeoutException.class)
        .hasMessageContaining("run process");
  }

  @Test
  void runEndsTheProcessWhenInterrupted() {
    Task<ProcessOutcome> task =
        start(
                () ->
                    ConnectorProcess.run(
                        loom, new ProcessBuilder("sleep", "600"), new byte[0], Deadline.NONE))
            .awaitParked();
    task.interrupt();
    Throwable failure = task.failure();
    // an interrupt may come while the program is being started: the JDK does not mind it
    assertThat(failure).isInstanceOf(ConnectorInterruptedException.class);
  }

  @Test
  void runRefusesInputThatIsRedirected() {
    ProcessBuilder builder = new ProcessBuilder("cat").redirectInput(Redirect.INHERIT);
    assertThatThrownBy(() -> ConnectorProcess.run(loom, builder, new byte[1], Deadline.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
