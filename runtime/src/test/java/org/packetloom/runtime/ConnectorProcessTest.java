// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.packetloom.BrokenPipeException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.SystemFailureException;
import org.packetloom.process.ConnectorProcess;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** Child processes whose standard streams are connectors. */
class ConnectorProcessTest extends ConnectorProcessFixture {
  private static String readAll(StreamConnector stream) throws IOException {
    return new String(stream.inputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void allThreeStreamsAreConnectors() throws Exception {
    try (ConnectorProcess process =
        shell("read line; echo \"out $line\"; echo \"err $line\" >&2")) {
      process.stdin().write(bytes("x\n"));
      assertThat(readAll(process.stdout())).isEqualTo("out x\n");
      assertThat(readAll(process.stderr())).isEqualTo("err x\n");
      assertThat(process.waitFor()).isZero();
      assertThat(process.exitValue()).isEqualTo(OptionalInt.of(0));
    }
  }

  @Test
  void eachStreamGoesOneWay() throws Exception {
    try (ConnectorProcess process = start("cat")) {
      assertThatThrownBy(() -> process.stdout().write(new byte[1]))
          .isInstanceOf(SystemFailureException.class);
      assertThatThrownBy(() -> process.stdin().read(new byte[1]))
          .isInstanceOf(SystemFailureException.class);
    }
  }

  @Test
  void closingItsInputIsTheEndForTheChild() throws Exception {
    try (ConnectorProcess process = start("cat")) {
      process.stdin().write(bytes("abc"));
      process.stdin().close();
      assertThat(readAll(process.stdout())).isEqualTo("abc");
      assertThat(process.waitFor()).isZero();
    }
  }

  @Test
  void theChildsEndsWaitAsProgramsExpect() throws Exception {
    // head fails with EAGAIN if its input does not wait, and cat if its output does not
    byte[] sent = Seed.bytes(300_000);
    try (ConnectorProcess process = shell("head -c 300000 | cat")) {
      Task<Integer> writer = start(() -> process.stdin().write(sent)).awaitParked();
      byte[] received = new byte[sent.length];
      process.stdout().readFully(received);
      assertThat(received).isEqualTo(sent);
      writer.result();
      assertThat(process.waitFor()).isZero();
      assertThat(readAll(process.stderr())).isEmpty();
    }
  }

  @Test
  void readsCanBeCancelledAndGoOn() throws Exception {
    try (ConnectorProcess process = start("cat")) {
      Task<Integer> reader = start(() -> readByte(process.stdout())).awaitParked();
      reader.interrupt();
      reader.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      process.stdout().readTimeout(Duration.ofMillis(10));
      assertThatThrownBy(() -> readByte(process.stdout()))
          .isInstanceOf(ConnectorTimeoutException.class);
      process.stdout().readTimeout(Duration.ZERO);
      writeByte(process.stdin(), 7);
      assertThat(readByte(process.stdout())).isEqualTo(7);
    }
  }

  @Test
  void interruptsCanBePutOff() throws Exception {
    try (ConnectorProcess process = start("cat")) {
      process.stdout().interruptPolicy(InterruptPolicy.DEFER);
      Task<Integer> reader = start(() -> readByte(process.stdout())).awaitParked();
      reader.interrupt();
      writeByte(process.stdin(), 8);
      assertThat(reader.result()).isEqualTo(8);
      assertThat(reader.endedInterrupted()).isTrue();
    }
  }

  @Test
  void writesToAChildThatDoesNotReadTimeOut() throws Exception {
    try (ConnectorProcess process = start("sleep", "600")) {
      ByteBuffer block = ByteBuffer.allocate(1 << 20);
      process.stdin().writeTimeout(Duration.ofMillis(20));
      assertThatThrownBy(() -> process.stdin().write(block))
          .isInstanceOfSatisfying(
              ConnectorTimeoutException.class,
              e -> assertThat(e.bytesMoved()).isPositive().isEqualTo(block.position()));
      assertThat(process.isAlive()).isTrue();
    }
  }

  @Test
  void writesToAChildThatHasEndedBreak() throws Exception {
    try (ConnectorProcess process = start("true")) {
      assertThat(process.waitFor()).isZero();
      assertThatThrownBy(() -> process.stdin().write(new byte[1]))
          .isInstanceOf(BrokenPipeException.class);
      assertThat(readByte(process.stdout())).isEqualTo(-1);
    }
  }

  @Test
  void aWriteThatWaitsBreaksWhenTheChildStopsReading() throws Exception {
    try (ConnectorProcess process = start("head", "-c", "1")) {
      Task<Integer> writer = start(() -> process.stdin().write(new byte[1 << 20]));
      writer.assertFailure().isInstanceOf(BrokenPipeException.class);
      assertThat(process.waitFor()).isZero();
    }
  }

  @Test
  void killingTheChildEndsItsOutput() throws Exception {
    try (ConnectorProcess process = start("cat")) {
      Task<Integer> reader = start(() -> readByte(process.stdout())).awaitParked();
      process.process().destroyForcibly();
      assertThat(reader.result()).isEqualTo(-1);
      assertThat(process.waitFor()).isEqualTo(SIGKILL_VALUE);
    }
  }

  @Test
  void aGrandchildKeepsTheOutputOpen() throws Exception {
    // the grandchild reads from descriptor 3: in the background a shell gives it no input
    try (ConnectorProcess process =
        shell("exec 3<&0; (read line <&3; echo \"late $line\") & exit 3")) {
      assertThat(process.waitFor()).isEqualTo(3);
      process.stdout().readTimeout(Duration.ofMillis(10));
      assertThatThrownBy(() -> readByte(process.stdout()))
          .isInstanceOf(ConnectorTimeoutException.class);
      process.stdout().readTimeout(Duration.ZERO);
      process.stdin().write(bytes("x\n"));
      assertThat(readAll(process.stdout())).isEqualTo("late x\n");
    }
  }

  @Test
  void redirectsOfTheBuilderAreRespected() throws Exception {
    Path in = Files.writeString(folder.resolve("in"), "from a file");
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder("cat")
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(Redirect.DISCARD);
    try (ConnectorProcess process = ConnectorProcess.start(loom, builder)) {
      assertThat(process.waitFor()).isZero();
      assertThatThrownBy(process::stdin).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(process::stdout)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("standard output of process")
          .hasMessageContaining("(cat) was redirected");
      assertThatThrownBy(process::stderr).isInstanceOf(IllegalStateException.class);
    }
    assertThat(out).hasContent("from a file");
  }

  @Test
  void theErrorsCanBeMergedIntoTheOutput() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", "echo a; echo b >&2").redirectErrorStream(true);
    try (ConnectorProcess process = ConnectorProcess.start(loom, builder)) {
      assertThat(readAll(process.stdout())).isEqualTo("a\nb\n");
      assertThatThrownBy(process::stderr).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void theBuilderStaysAsItWas() throws Exception {
    ProcessBuilder builder = new ProcessBuilder("true").redirectError(Redirect.INHERIT);
    for (int i = 0; i < 2; i++) {
      try (ConnectorProcess process = ConnectorProcess.start(loom, builder)) {
        assertThat(readAll(process.stdout())).isEmpty();
      }
      assertThat(builder.redirectInput()).isEqualTo(Redirect.PIPE);
      assertThat(builder.redirectOutput()).isEqualTo(Redirect.PIPE);
      assertThat(builder.redirectError()).isEqualTo(Redirect.INHERIT);
    }
  }

  @Test
  void aMissingProgramIsNamed() {
    assertThatThrownBy(() -> start("no-such-program"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("no-such-program: no such program");
  }

  @Test
  void aMissingFolderIsNamed() {
    ProcessBuilder builder = new ProcessBuilder("true").directory(folder.resolve("no").toFile());
    assertThatThrownBy(() -> ConnectorProcess.start(loom, builder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("no: no such working directory");
  }

  @Test
  void aFileThatIsNoProgramIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "text");
    assertThatThrownBy(() -> start(file.toString()))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("may not be executed");
  }

  @Test
  void aClosedToolkitStartsNothing() {
    loom.close();
    assertThatThrownBy(() -> start("true")).isInstanceOf(ConnectorClosedException.class);
  }

  @EachEngine
  void processesTalkOnEveryEngine(String engine, String poller) throws Exception {
    try (Packetloom other = open(engine, poller);
        ConnectorProcess process = ConnectorProcess.start(other, new ProcessBuilder("cat"))) {
      Task<Integer> reader = start(() -> readByte(process.stdout())).awaitParked();
      writeByte(process.stdin(), 5);
      assertThat(reader.result()).isEqualTo(5);
      reader = start(() -> readByte(process.stdout())).awaitParked();
      reader.interrupt();
      reader.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
      ByteBuffer block = ByteBuffer.allocate(1 << 20);
      process.stdin().writeTimeout(Duration.ofMillis(20));
      assertThatThrownBy(() -> process.stdin().write(block))
          .isInstanceOf(ConnectorTimeoutException.class);
      process.stdin().close();
      assertThat(process.stdout().inputStream().readAllBytes()).hasSize(block.position());
      assertThat(process.waitFor()).isZero();
    }
  }

  @Test
  void manyChildrenNeedNoThreadsOfOurs() throws Exception {
    talkToChildren(30);
  }

  @Test
  @Tag("matrix") // takes long
  void twoHundredChildrenNeedNoThreadsOfOurs() throws Exception {
    talkToChildren(200);
  }

  private void talkToChildren(int count) throws Exception {
    List<ConnectorProcess> processes = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        processes.add(start("cat"));
      }
      List<Task<Integer>> readers = new ArrayList<>();
      for (ConnectorProcess process : processes) {
        readers.add(start(() -> readByte(process.stdout())));
      }
      readers.forEach(Task::awaitParked);
      assertThat(platformThreads()).as("those of the JVM and the toolkit").isLessThan(60);
      for (int i = 0; i < count; i++) {
        writeByte(processes.get(i).stdin(), i);
      }
      for (int i = 0; i < count; i++) {
        assertThat(readers.get(i).result()).isEqualTo(i);
      }
    } finally {
      for (ConnectorProcess process : processes) {
        process.stdin().close();
      }
      for (ConnectorProcess process : processes) {
        process.close();
      }
    }
  }

  /** Threads of the platform, but for those by which the JDK hears of the ends of children. */
  private static long platformThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("process reaper"))
        .count();
  }
}
