// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.LeakDetection;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** The flight recorder is told what the runtime does. */
@Timeout(60)
class FlightTest {
  private static final String PREFIX = "org.packetloom.";

  @TempDir Path folder;

  @Test
  void eachKindOfEventTellsTheTruth() throws Exception {
    Path file = folder.resolve("flight.jfr");
    String listening;
    try (Warnings _ = Warnings.begin();
        Packetloom loom = Packetloom.builder().leakDetection(LeakDetection.TRACE).open();
        Listener listener = loom.listen("tcp4://127.0.0.1:0");
        Recording recording = new Recording()) {
      recording.enable(PREFIX + "SlowOperation").with("longerThan", "0 ms");
      recording.enable(PREFIX + "PollerStatistics").withPeriod(Duration.ofMillis(10));
      recording.enable(PREFIX + "ToolkitStatistics").withPeriod(Duration.ofMillis(10));
      recording.start();
      listening = listener.uri().toString();
      exchange(loom, listener);
      loom.pair("local://");
      Await.until(
          "leaks are found",
          () -> {
            System.gc();
            return loom.statistics().leaked() == 2;
          });
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> all = RecordingFile.readAllEvents(file);
    assertThat(of(all, "Connect"))
        .anySatisfy(event -> assertThat(event.getString("uri")).isEqualTo(listening))
        .anySatisfy(event -> assertThat(event.getString("failure")).contains("ECONNREFUSED"));
    assertThat(of(all, "Resolve"))
        .anySatisfy(event -> assertThat(event.getString("asked")).isEqualTo("localhost"))
        .allSatisfy(event -> assertThat(event.getInt("answers")).isPositive());
    assertThat(of(all, "Accept"))
        .hasSize(1)
        .allSatisfy(event -> assertThat(event.getString("listener")).isEqualTo(listening));
    assertThat(of(all, "SlowOperation"))
        .anySatisfy(
            event -> {
              assertThat(event.getString("operation")).isEqualTo("read");
              assertThat(event.getDuration("waited")).isPositive();
              assertThat(event.getStackTrace().getFrames()).isNotEmpty();
              assertThat(event.getString("ends")).contains("127.0.0.1").contains("<-");
            });
    assertThat(of(all, "Close"))
        .anySatisfy(event -> assertThat(event.getLong("bytesRead")).isEqualTo(3))
        .anySatisfy(event -> assertThat(event.getLong("bytesWritten")).isEqualTo(3))
        .allSatisfy(event -> assertThat(event.getDuration("age")).isPositive());
    assertThat(of(all, "Leak"))
        .hasSize(2)
        .allSatisfy(event -> assertThat(event.getString("creation")).contains("FlightTest"));
    assertThat(of(all, "PollerStatistics"))
        .anySatisfy(event -> assertThat(event.getLong("events")).isPositive());
    assertThat(of(all, "ToolkitStatistics"))
        .anySatisfy(event -> assertThat(event.getInt("open")).isPositive());
  }

  @Test
  void callsThatDoNotWaitAsLongAsChosenAreNotRecorded() throws Exception {
    Path file = folder.resolve("quick.jfr");
    try (Packetloom loom = Packetloom.open();
        Listener listener = loom.listen("tcp4://127.0.0.1:0");
        Recording recording = new Recording()) {
      recording.enable(PREFIX + "SlowOperation").with("longerThan", "2 h");
      recording.start();
      exchange(loom, listener);
      recording.stop();
      recording.dump(file);
    }
    assertThat(of(RecordingFile.readAllEvents(file), "SlowOperation")).isEmpty();
  }

  private static void exchange(Packetloom loom, Listener listener) throws IOException {
    String port = listener.uri().toString().replaceAll(".*:", "");
    try (var near = loom.connect(listener.uri());
        var far = listener.accept()) {
      Task<Integer> reading =
          Task.start(loom.threadFactory(), () -> far.read(new byte[3])).awaitParked();
      near.write(new byte[3]);
      assertThat(reading.result()).isEqualTo(3);
    }
    try (var named = loom.connect("tcp4://localhost:" + port)) {
      assertThat(named.isOpen()).isTrue();
    }
    String closed;
    try (Listener gone = loom.listen("tcp4://127.0.0.1:0")) {
      closed = gone.uri().toString();
    }
    assertThat(Task.start(loom.threadFactory(), () -> loom.connect(closed)).failure())
        .hasMessageContaining("ECONNREFUSED");
  }

  private static List<RecordedEvent> of(List<RecordedEvent> all, String name) {
    return all.stream().filter(e -> e.getEventType().getName().equals(PREFIX + name)).toList();
  }
}
