// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.suite.Task;

@Timeout(60)
class DumpTest {
  @Test
  void dumpNamesConnectorsAndWhoWaits() throws IOException {
    try (Packetloom loom = Packetloom.open();
        var pair = loom.pair("anon://");
        var listener = loom.listen("tcp://127.0.0.1:0")) {
      assertThat(loom.dump().lines()).contains("  " + listener, "  anon://");
      pair.first().readDeadline(Deadline.after(Duration.ofHours(1)));
      Task<Integer> reading =
          Task.start(loom.threadFactory(), () -> pair.first().read(new byte[1])).awaitParked();
      Task<?> accepting = Task.start(loom.threadFactory(), listener::accept).awaitParked();
      assertThat(loom.dump())
          .contains("anon://, read waits in " + reading.thread().getName())
          .contains("ms left")
          .contains(listener + ", accept waits in " + accepting.thread().getName());
      loom.connect(listener.uri());
      assertThat(accepting.result()).isNotNull();
      pair.second().write(new byte[1]);
      assertThat(reading.result()).isEqualTo(1);
    }
  }
}
