// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.suite.Watchdog;

/** The flight recorder sees our sockets as it sees the JDK's. */
@ExtendWith(Watchdog.class)
class SocketJfrTest {
  private static final int READ = 33_331;
  private static final int WRITTEN = 33_332;

  @TempDir private Path folder;

  private static List<RecordedEvent> of(List<RecordedEvent> all, String name, int port) {
    return all.stream()
        .filter(event -> event.getEventType().getName().equals(name))
        .filter(event -> event.getInt("port") == port)
        .toList();
  }

  @Test
  void readsAndWritesAreRecorded() throws Exception {
    Path file = folder.resolve("recording.jfr");
    int port;
    try (Recording recording = new Recording();
        Sides sides = Sides.connect()) {
      recording.enable("jdk.SocketRead").withThreshold(Duration.ZERO);
      recording.enable("jdk.SocketWrite").withThreshold(Duration.ZERO);
      recording.start();
      port = sides.client().getPort();
      sides.client().getOutputStream().write(new byte[WRITTEN]);
      sides.server().getOutputStream().write(new byte[READ]);
      assertThat(sides.client().getInputStream().readNBytes(READ)).hasSize(READ);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> all = RecordingFile.readAllEvents(file);
    assertThat(Files.size(file)).isPositive();
    assertThat(of(all, "jdk.SocketWrite", port))
        .singleElement()
        .satisfies(event -> assertThat(event.getLong("bytesWritten")).isEqualTo(WRITTEN));
    assertThat(
            of(all, "jdk.SocketRead", port).stream().mapToLong(e -> e.getLong("bytesRead")).sum())
        .isEqualTo(READ);
    assertThat(of(all, "jdk.SocketRead", port).getFirst().getString("address"))
        .isEqualTo("127.0.0.1");
  }
}
