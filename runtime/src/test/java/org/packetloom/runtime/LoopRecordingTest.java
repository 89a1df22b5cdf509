// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.suite.Task;

/** The flight recorder sees threads of loops, and names their loop. */
class LoopRecordingTest extends LoopTest {
  private static final String PINNED = "jdk.VirtualThreadPinned";
  private static final String HAND_OVER = "org.packetloom.StallHandOver";
  private static final List<String> EVENTS =
      List.of(PINNED, "jdk.ThreadPark", "jdk.VirtualThreadStart", "jdk.VirtualThreadEnd");

  @TempDir Path folder;

  @SuppressWarnings("try") // closed before the block ends: that is the test
  @Test
  void pinnedThreadsAreRecordedWhileOthersGoOn() throws Exception {
    Path file = folder.resolve("loops.jfr");
    try (var loom = openLoops(1);
        Recording recording = new Recording()) {
      EVENTS.forEach(event -> recording.enable(event).withoutThreshold().withStackTrace());
      recording.enable("jdk.ExecutionSample");
      recording.start();
      Talk talk = Talk.start(loom, loom.threadFactory(), 2);
      talk.awaitRounds(20);
      Set<Task<Void>> pinned;
      try (Stall stall = Stall.of(Stall.Kind.CLASS_INITIALISER)) {
        pinned = occupy(loom.threadFactory(), 1, stall);
        talk.awaitRounds(20);
      }
      pinned.forEach(Task::result);
      talk.stop();
      recording.stop();
      recording.dump(file);
    }
    assertThat(Files.size(file)).isPositive();
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().equals(PINNED))
        .as("pinned")
        .anySatisfy(
            event ->
                assertThat(event.getThread("eventThread").getJavaName()).contains("packetloom"));
    assertThat(events)
        .extracting(event -> event.getEventType().getName())
        .contains("jdk.VirtualThreadStart", "jdk.VirtualThreadEnd");
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().equals(HAND_OVER))
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event.getLong("total")).isPositive());
  }
}
