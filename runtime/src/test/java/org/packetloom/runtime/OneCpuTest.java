// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;

/** Everything works on one processor: in a child process that is bound to one. */
class OneCpuTest {
  private static final int CLIENTS = 100;
  private static final int ROUNDS = 50;

  @EachEngine
  @Timeout(120)
  void echoAndDeadlinesWorkOnOneProcessor(String engine, String poller) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")), "taskset");
    List<String> command = new ArrayList<>(List.of("/usr/bin/taskset", "-c", "0"));
    List<String> options = List.of(JavaChild.NATIVE_ACCESS, JavaChild.OPENS);
    command.addAll(JavaChild.command(options, Child.class, engine, poller));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      child.getOutputStream().close();
      String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor(100, TimeUnit.SECONDS)).as("ended: " + output).isTrue();
      assertThat(output).endsWith("served " + CLIENTS + System.lineSeparator());
      assertThat(child.exitValue()).isZero();
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  /** What runs on one processor. */
  static final class Child {
    private Child() {}

    /** Serves, and is the clients too. */
    public static void main(String[] arguments) throws Exception {
      assertThat(Runtime.getRuntime().availableProcessors()).isEqualTo(1);
      try (Packetloom loom = Looms.open(arguments[0], arguments[1]);
          Server server =
              loom.serve("tcp://127.0.0.1:0", c -> c.inputStream().transferTo(c.outputStream()))) {
        assertThat(loom.toString()).contains(arguments[0] + "/" + arguments[1]);
        List<Thread> clients = new ArrayList<>();
        List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          clients.add(
              Thread.ofVirtual()
                  .uncaughtExceptionHandler((_, e) -> failures.add(e))
                  .start(() -> converse(loom, server)));
        }
        for (Thread client : clients) {
          client.join();
        }
        assertThat(failures).isEmpty();
        System.out.println("served " + server.acceptedConnections());
      }
    }

    private static void converse(Packetloom loom, Server server) {
      try (StreamConnector stream = loom.connect(server.uri())) {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        for (int round = 0; round < ROUNDS; round++) {
          stream.write(buffer.clear());
          stream.readFully(buffer.clear());
        }
        stream.readTimeout(Duration.ofMillis(20));
        try {
          stream.read(buffer.clear());
          throw new AssertionError("read what nobody sent");
        } catch (ConnectorTimeoutException _) {
          stream.readTimeout(Duration.ZERO);
        }
        stream.write(buffer.clear());
        stream.readFully(buffer.clear());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
