// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.PollerFailedException;
import org.packetloom.platform.linux.FaultySystemCalls;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Task;

/** A ring that the system takes away: everyone who waits is told, and everything can be closed. */
class UringDeathTest extends ToolkitTest {
  private static final int EBADF = 9;
  private static final int FOR_GOOD = 1_000_000;
  private static final int MORE_THAN_BUFFERS = 4 << 20;

  private final FaultySystemCalls faults = FaultySystemCalls.open();

  private Packetloom openOne(String engine) throws Exception {
    LoomBuilder builder = builder(engine, "io_uring");
    builder.pollers(1);
    return builder.open(faults.platform());
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "thread", "loop"})
  void everyoneWhoWaitsOnAKilledRingIsTold(String engine) throws Exception {
    openOne(engine).close();
    int before = OpenDescriptors.count();
    try (var _ = new Silence();
        var hole = new BlackHole();
        Packetloom loom = openOne(engine);
        var listener = loom.listen("tcp4://127.0.0.1:0")) {
      List<Task<?>> tasks = new ArrayList<>();
      for (String uri : List.of("local://", "anon://", "tcp4://127.0.0.1:0")) {
        Pair pair = loom.pair(uri);
        tasks.add(start(() -> readByte(pair.first())));
        tasks.add(start(() -> readByte(pair.first()))); // waits for its turn
        tasks.add(start(() -> pair.first().write(new byte[MORE_THAN_BUFFERS])));
      }
      tasks.add(start(listener::accept));
      tasks.add(start(() -> loom.connect(hole.uri())));
      tasks.forEach(Task::awaitParked);
      faults.fail("io_uring_enter", 1, FOR_GOOD, EBADF);
      Pair another = loom.pair("local://");
      tasks.add(start(() -> readByte(another.first()))); // makes the runner ask the ring
      tasks.forEach(UringDeathTest::assertDied);
      Pair late = loom.pair("local://");
      writeByte(late.first(), 3);
      assertThat(readByte(late.second())).as("no wait, no ring").isEqualTo(3);
      assertDied(start(() -> readByte(late.second())));
    }
    assertNoneLost(before);
  }

  private static void assertDied(Task<?> task) {
    task.assertFailure()
        .isInstanceOf(PollerFailedException.class)
        .cause()
        .hasMessageContaining("io_uring_enter: EBADF");
  }
}
