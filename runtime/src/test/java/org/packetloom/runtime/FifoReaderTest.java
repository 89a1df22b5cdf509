// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;

/**
 * Readers of a pipe that nobody writes to return by deadline, interrupt and close, and hold no
 * carrier; those of the JDK do neither. Both in a child process with two carriers.
 */
class FifoReaderTest {
  private static final List<String> TWO_CARRIERS =
      List.of(
          "-Djdk.virtualThreadScheduler.parallelism=2",
          "-Djdk.virtualThreadScheduler.maxPoolSize=2");

  /** How long the reader of the JDK is watched as it does not return. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @TempDir Path folder;

  private Path path;

  @BeforeEach
  void makeFifo() throws Exception {
    path = folder.resolve("fifo");
    try (Shell shell = Shell.start("mkfifo \"$1\"", path)) {
      shell.success();
    }
  }

  @Test
  void ourReadersReturnAndHoldNoCarrier() throws Exception {
    Process child = start(Ours.class);
    try {
      String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).as("ended: " + output).isTrue();
      assertThat(output.lines())
          .containsExactly("carriers are free", "timeout", "interrupt", "close");
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  @Test
  void readersOfTheJdkHangAndHoldTheirCarriers() throws Exception {
    Process child = start(Theirs.class);
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(output.readLine()).isEqualTo("readers began");
      // two of them, interrupted, hold both carriers: the thread that would say so never runs
      assertThat(child.waitFor(PATIENCE)).as("ended").isFalse();
      assertThat(output.ready()).as("a third thread has run").isFalse();
      try (Shell shell = Shell.start("echo > \"$1\"", path)) {
        shell.success(); // both readers were there all the time: the shell does not wait
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private Process start(Class<?> main) throws Exception {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(TWO_CARRIERS);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.add(path.toString());
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Three readers of ours on two carriers. */
  static final class Ours {
    private Ours() {}

    /** Says what became of each. */
    public static void main(String[] arguments) throws Exception {
      try (Packetloom loom = Packetloom.open()) {
        String uri = "fifo://" + arguments[0];
        StreamConnector timed = loom.connect(uri);
        StreamConnector kept = loom.connect(uri);
        StreamConnector closed = loom.connect(uri);
        var byTimeout = ToolkitTest.start(() -> timed.read(new byte[1])).awaitParked();
        var byInterrupt = ToolkitTest.start(() -> kept.read(new byte[1])).awaitParked();
        var byClose = ToolkitTest.start(() -> closed.read(new byte[1])).awaitParked();
        ToolkitTest.startAction(() -> System.out.println("carriers are free")).result();
        timed.readTimeout(Duration.ofMillis(100));
        byTimeout.assertFailure().isInstanceOf(ConnectorTimeoutException.class);
        System.out.println("timeout");
        byInterrupt.interrupt();
        byInterrupt.assertFailure().isInstanceOf(ConnectorInterruptedException.class);
        System.out.println("interrupt");
        closed.close();
        byClose.assertFailure().isInstanceOf(ConnectorClosedWhileWaitingException.class);
        System.out.println("close");
      }
    }
  }

  /** Two readers of the JDK on two carriers. */
  static final class Theirs {
    private Theirs() {}

    /** Interrupts both, and says if a third thread gets to run. */
    public static void main(String[] arguments) throws Exception {
      Path fifo = Path.of(arguments[0]);
      var begun = new java.util.concurrent.CountDownLatch(2);
      Thread[] readers = new Thread[2];
      for (int i = 0; i < 2; i++) {
        readers[i] =
            Thread.startVirtualThread(
                () -> {
                  begun.countDown();
                  try (var channel = Files.newInputStream(fifo)) {
                    int unused = channel.read();
                  } catch (java.io.IOException e) {
                    System.out.println(e);
                  }
                });
      }
      begun.await();
      System.out.println("readers began");
      for (Thread reader : readers) {
        reader.interrupt();
      }
      Thread.startVirtualThread(() -> System.out.println("a third thread runs"));
      for (Thread reader : readers) {
        reader.join();
      }
    }
  }
}
