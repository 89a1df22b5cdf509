// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectionLimit;
import org.packetloom.ConnectionLimitException;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.DescriptorShortage;
import org.packetloom.FailureListener;
import org.packetloom.Packetloom;
import org.packetloom.ResourceExhaustedException;
import org.packetloom.Server;
import org.packetloom.ServerStatistics;
import org.packetloom.StreamConnector;
import org.packetloom.event.DataHandler;
import org.packetloom.event.DataServer;
import org.packetloom.event.DataServerStatistics;
import org.packetloom.event.Reactor;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** A server with 50 descriptors left, in a child process, and a thousand peers in this one. */
@Timeout(60)
class DescriptorShortageTest {
  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
  private static final int LEFT = 50;
  private static final int PEERS = 1_000;

  /** A server in a process of its own, and its words. */
  private record Child(Process process, BufferedReader output) implements AutoCloseable {
    static Child start(Class<?> server, DescriptorShortage shortage) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  server.getName(),
                  shortage.name())
              .redirectErrorStream(true)
              .start();
      return new Child(process, process.inputReader());
    }

    String line() throws IOException {
      return Optional.ofNullable(output.readLine()).orElse("(the end)");
    }

    /** Leaves the process a number of descriptors, from now on. */
    void leaveDescriptors(int count) throws Exception {
      Set<Integer> open;
      try (Stream<Path> all = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
        open =
            all.map(p -> Integer.parseInt(p.getFileName().toString())).collect(Collectors.toSet());
      }
      int limit = 0;
      for (int free = 0; free < count; limit++) {
        free += open.contains(limit) ? 0 : 1;
      }
      Process change =
          new ProcessBuilder(
                  PRLIMIT.toString(), "--pid=" + process.pid(), "--nofile=" + limit + ":" + limit)
              .inheritIO()
              .start();
      assertThat(change.waitFor()).isZero();
    }

    /** Milliseconds of processor time used so far. */
    long processorMillis() {
      try {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return 10 * (Long.parseLong(fields[11]) + Long.parseLong(fields[12])); // 100 ticks/s
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    /** Ends it gently; its last line. */
    String end() throws IOException {
      process.getOutputStream().close();
      String last = "";
      for (String line = line(); !line.equals("(the end)"); line = line()) {
        last = line;
      }
      return last;
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  @Test
  void aThousandPeersAreServedInTurnWithoutSpinning() throws Exception {
    assumeTrue(Files.isExecutable(PRLIMIT), "prlimit");
    try (Child child = Child.start(Echo.class, DescriptorShortage.WAIT);
        Packetloom loom = Packetloom.open()) {
      ConnectorUri uri = ConnectorUri.parse(child.line());
      child.leaveDescriptors(LEFT);
      List<StreamConnector> peers = new ArrayList<>();
      for (int i = 0; i < PEERS; i++) {
        peers.add(loom.connect(uri));
      }
      assertThat(child.line()).isEqualTo("accept: EMFILE");
      awaitCalm(child);

      List<Task<Integer>> answers = new ArrayList<>();
      for (StreamConnector peer : peers) {
        answers.add(Task.start(loom.threadFactory(), () -> converse(peer)));
      }
      for (int i = 0; i < PEERS; i++) {
        assertThat(answers.get(i).result()).as("peer " + i).isEqualTo(7);
      }
      assertThat(child.end()).isEqualTo("accepted " + (PEERS + 1) + ", failed 0, shed 0");
    }
  }

  private static int converse(StreamConnector peer) throws IOException {
    try (peer) {
      peer.write(new byte[] {7});
      return peer.inputStream().read();
    }
  }

  /** Waits for half a second in which the process uses less than a tenth of a processor. */
  private static void awaitCalm(Child child) {
    Await.until(
        "the server does not spin",
        () -> {
          long before = child.processorMillis();
          Await.passed(Deadline.after(Duration.ofMillis(500)));
          return child.processorMillis() - before < 50;
        });
  }

  @ParameterizedTest
  @ValueSource(classes = {Echo.class, DataEcho.class})
  void peersAreTurnedAwayIfAskedFor(Class<?> server) throws Exception {
    assumeTrue(Files.isExecutable(PRLIMIT), "prlimit");
    try (Child child = Child.start(server, DescriptorShortage.SHED);
        Packetloom loom = Packetloom.open()) {
      ConnectorUri uri = ConnectorUri.parse(child.line());
      child.leaveDescriptors(LEFT);
      List<StreamConnector> served = new ArrayList<>();
      for (int i = 0; i < LEFT; i++) {
        served.add(loom.connect(uri));
      }
      for (int i = 0; i < LEFT; i++) {
        try (StreamConnector shed = loom.connect(uri)) {
          assertThat(shed.inputStream().read()).as("shed " + i).isEqualTo(-1);
        }
      }
      assertThat(child.line()).isEqualTo("accept: EMFILE");
      awaitCalm(child);
      for (StreamConnector peer : served) {
        assertThat(converse(peer)).isEqualTo(7);
      }
      try (StreamConnector late = loom.connect(uri)) {
        assertThat(converse(late)).isEqualTo(7);
      }
      assertThat(child.end())
          .isEqualTo("accepted " + (LEFT + 2) + ", failed " + LEFT + ", shed " + LEFT);
    }
  }

  /** Once through, so that everything is open that stays open; then as long as there is input. */
  private static void serveToEndOfInput(Packetloom loom, ConnectorUri uri, IntSupplier active)
      throws Exception {
    assertThat(converse(loom.connect(uri))).isEqualTo(7);
    Await.until("the first is closed", () -> active.getAsInt() == 0);
    System.out.println(uri);
    while (System.in.read() >= 0) {
      continue;
    }
  }

  private static void tell(long accepted, long failed, long shed) {
    System.out.println("accepted %d, failed %d, shed %d".formatted(accepted, failed, shed));
  }

  /** The child: an echo server until the end of its input, without a thread for each peer. */
  static final class DataEcho {
    private DataEcho() {}

    public static void main(String[] arguments) throws Exception {
      DataHandler echo = (connection, data) -> connection.offer(data);
      try (Packetloom loom = Packetloom.open();
          Reactor reactor = loom.reactor().workers(1).open();
          DataServer server =
              reactor
                  .server(echo)
                  .listen("tcp4://127.0.0.1:0")
                  .whenOutOfDescriptors(DescriptorShortage.valueOf(arguments[0]))
                  .onFailure(new Echo())
                  .start()) {
        serveToEndOfInput(loom, server.uri(), server::activeConnections);
        server.drain(Deadline.after(Duration.ofSeconds(10)));
        DataServerStatistics end = server.statistics();
        tell(end.accepted(), end.failed(), end.limited(ConnectionLimit.DESCRIPTORS));
      }
    }
  }

  /** The child: an echo server until the end of its input. */
  static final class Echo implements FailureListener {
    private Echo() {}

    public static void main(String[] arguments) throws Exception {
      try (Packetloom loom = Packetloom.open();
          Server server =
              loom.server(c -> c.inputStream().transferTo(c.outputStream()))
                  .listen("tcp4://127.0.0.1:0")
                  .whenOutOfDescriptors(DescriptorShortage.valueOf(arguments[0]))
                  .onFailure(new Echo())
                  .start()) {
        serveToEndOfInput(loom, server.uri(), server::activeConnections);
        server.drain(Deadline.after(Duration.ofSeconds(10)));
        ServerStatistics end = server.statistics();
        tell(end.accepted(), end.failed(), end.limited(ConnectionLimit.DESCRIPTORS));
      }
    }

    @Override
    public void connectionFailed(StreamConnector connection, Throwable failure) {
      if (!(failure instanceof ConnectionLimitException)) {
        System.out.println("failed: " + failure);
      }
    }

    @Override
    public void acceptFailed(ConnectorUri uri, Throwable failure) {
      boolean isShortage = failure instanceof ResourceExhaustedException;
      System.out.println(
          "accept: " + (isShortage ? ((ResourceExhaustedException) failure).errorName() : failure));
    }
  }
}
