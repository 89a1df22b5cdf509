// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.suite.Task;

@Timeout(60)
class DumpTest {
  private static final int PAIRS = 500;

  @Test
  void dumpNamesConnectorsAndWhoWaits() throws IOException {
    try (Packetloom loom = Packetloom.open();
        var pair = loom.pair("anon://");
        var listener = loom.listen("tcp://127.0.0.1:0")) {
      assertThat(loom.dump())
          .containsPattern("#1 fd \\d+/\\d+ anon://, \\d+ ms old, 0 B in, 0 B out\n")
          .containsPattern("#3 fd \\d+ " + listener + ", \\d+ ms old");
      pair.first().readDeadline(Deadline.after(Duration.ofHours(1)));
      Task<Integer> reading =
          Task.start(loom.threadFactory(), () -> pair.first().read(new byte[1])).awaitParked();
      Task<?> accepting = Task.start(loom.threadFactory(), listener::accept).awaitParked();
      assertThat(loom.dump())
          .contains("0 B in, 0 B out, read waits in " + reading.thread().getName() + "#")
          .contains("ms left")
          .contains(", accept waits in " + accepting.thread().getName());
      assertThat(loom.statistics().parked()).isEqualTo(2);
      var connection = loom.connect(listener.uri());
      assertThat(accepting.result()).isNotNull();
      pair.second().write(new byte[1]);
      assertThat(reading.result()).isEqualTo(1);
      assertThat(loom.dump()).contains("1 B in, 0 B out").contains(connection.toString());
    }
  }

  @Test
  void queuedThreadsAreNamedToo() throws IOException {
    try (Packetloom loom = Packetloom.open();
        var pair = loom.pair("anon://")) {
      Task<Integer> first =
          Task.start(loom.threadFactory(), () -> pair.first().read(new byte[1])).awaitParked();
      Task<Integer> second =
          Task.start(loom.threadFactory(), () -> pair.first().read(new byte[1])).awaitParked();
      assertThat(loom.dump())
          .contains("#" + first.thread().threadId() + " for")
          .contains("#" + second.thread().threadId() + " for");
      pair.second().write(new byte[2]);
      assertThat(first.result() + second.result()).isEqualTo(2);
    }
  }

  @Test
  void statisticsAddUp() throws IOException {
    try (Packetloom loom = Packetloom.open();
        var listener = loom.listen("tcp4://127.0.0.1:0")) {
      for (int i = 0; i < 3; i++) {
        try (var near = loom.connect(listener.uri());
            var far = listener.accept()) {
          near.write(new byte[10]);
          assertThat(far.read(new byte[10])).isEqualTo(10);
        }
      }
      var now = loom.statistics();
      assertThat(now.open()).containsOnlyKeys("tcp4").containsEntry("tcp4", 1);
      assertThat(now.connected()).isEqualTo(3);
      assertThat(now.accepted()).isEqualTo(3);
      assertThat(now.closed()).isEqualTo(6);
      assertThat(now.bytesRead()).isEqualTo(30);
      assertThat(now.bytesWritten()).isEqualTo(30);
      assertThat(now.pollers()).isNotEmpty().allMatch(poller -> poller.isAlive());
    }
  }

  @Test
  void dumpIsWholeWhileConnectorsAreClosed() throws IOException {
    try (Packetloom loom = Packetloom.open()) {
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < PAIRS; i++) {
        pairs.add(loom.pair("local://"));
      }
      assertThat(loom.dump().lines().filter(line -> line.contains("local://"))).hasSize(2 * PAIRS);
      AtomicBoolean areClosed = new AtomicBoolean();
      Task<?> closing =
          Task.start(
              loom.threadFactory(),
              () -> {
                for (Pair pair : pairs) {
                  pair.close();
                }
                areClosed.set(true);
                return pairs;
              });
      while (!areClosed.get()) {
        assertThat(loom.dump().lines().filter(line -> line.contains("#")))
            .allMatch(line -> line.contains(" B in, ") && line.endsWith(" B out"));
      }
      assertThat(closing.result()).isNotNull();
      assertThat(loom.dump()).doesNotContain("://");
    }
  }
}
