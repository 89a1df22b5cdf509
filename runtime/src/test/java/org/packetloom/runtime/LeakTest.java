// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.LeakDetection;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** What nobody has closed and nobody can reach is found, closed and told of. */
@Timeout(60)
class LeakTest {
  private static final int COLLECTIONS = 3;

  @Test
  void leakedConnectorIsReportedWithItsCreationStack() throws IOException {
    try (Warnings warnings = Warnings.begin();
        Packetloom loom = Packetloom.builder().leakDetection(LeakDetection.TRACE).open()) {
      leaveBehind(loom);
      awaitLeaks(loom, 2);
      assertThat(loom.dump()).as("descriptors are closed").doesNotContain("://");
      Await.until("warned twice", () -> warnings.all().size() == 2);
      assertThat(warnings.all())
          .allSatisfy(
              warning -> {
                assertThat(warning.getMessage()).contains("nobody has closed local://, descriptor");
                assertThat(warning.getThrown())
                    .hasStackTraceContaining("LeakTest.leaveBehind")
                    .hasMessage("opened here by " + Thread.currentThread().getName());
              });
    }
  }

  private static void leaveBehind(Packetloom loom) throws IOException {
    loom.pair("local://");
  }

  @Test
  void viewsKeepTheirConnector() throws IOException {
    try (Packetloom loom = Packetloom.open();
        StreamConnector far = openFar(loom)) {
      collect();
      assertThat(loom.statistics().leaked()).isZero();
      far.write(new byte[] {7});
      assertThat(view.get().read()).isEqualTo(7);
      view.set(null);
      awaitLeaks(loom, 1);
      assertThat(far.read(new byte[1])).as("its peer is closed").isEqualTo(-1);
    }
  }

  private final AtomicReference<java.io.InputStream> view = new AtomicReference<>();

  private StreamConnector openFar(Packetloom loom) throws IOException {
    Pair pair = loom.pair("local://");
    view.set(pair.first().inputStream());
    return pair.second();
  }

  @Test
  void connectorThatAThreadIsParkedInStays() throws IOException {
    try (Packetloom loom = Packetloom.open()) {
      AtomicReference<StreamConnector> near = new AtomicReference<>();
      StreamConnector far = openFar(loom, near);
      Task<Integer> reading =
          Task.start(
                  loom.threadFactory(),
                  () -> {
                    StreamConnector mine = near.getAndSet(null);
                    return mine.read(new byte[1]); // the last look at it
                  })
              .awaitParked();
      collect();
      assertThat(loom.statistics().leaked()).isZero();
      assertThat(loom.statistics().parked()).isEqualTo(1);
      far.write(new byte[1]);
      assertThat(reading.result()).isEqualTo(1);
      awaitLeaks(loom, 1);
      far.close();
    }
  }

  private static StreamConnector openFar(Packetloom loom, AtomicReference<StreamConnector> near)
      throws IOException {
    Pair pair = loom.pair("local://");
    near.set(pair.first());
    return pair.second();
  }

  @Test
  void nothingIsFoundIfNobodyLooks() throws IOException {
    try (Packetloom loom = Packetloom.builder().leakDetection(LeakDetection.OFF).open()) {
      leaveBehind(loom);
      collect();
      assertThat(loom.statistics().leaked()).isZero();
      assertThat(loom.dump().lines().filter(line -> line.contains("local://"))).hasSize(2);
    }
  }

  private static void awaitLeaks(Packetloom loom, long count) {
    Await.until(
        count + " leaks are found",
        () -> {
          System.gc();
          return loom.statistics().leaked() == count;
        });
  }

  private static void collect() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
  }
}
