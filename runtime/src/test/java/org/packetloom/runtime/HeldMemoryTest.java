// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.packetloom.Packetloom;
import org.packetloom.suite.Await;

/** The memory in which bytes are held that a ring has received before anybody asked for them. */
class HeldMemoryTest extends ToolkitTest {
  private static final int ALL_BUFFERS = 1024;

  /** One that were lost with each would leave none. */
  @Test
  void connectionsThatAreClosedWithThemGiveTheirMemoryBack() throws Exception {
    LoomBuilder builder = builder("loop", "io_uring");
    builder.pollers(1);
    try (Packetloom loom = builder.open(Looms.platform("io_uring"))) {
      for (int round = 0; round < ALL_BUFFERS + 50; round++) {
        try (Talkers talkers = Talkers.open(loom)) {
          talkers.far().write(new byte[9]);
          if (round % 2 == 0) {
            Await.until("held", () -> talkers.transfer().held() == 9);
          }
        }
      }
      try (Talkers talkers = Talkers.open(loom)) {
        talkers.hold(new byte[9]);
        int[] capacity = new int[1];
        assertThat(talkers.near().receive(lent -> capacity[0] = lent.position(9).capacity()))
            .isEqualTo(9);
        assertThat(capacity[0]).as("memory of the ring").isEqualTo(2048);
      }
    }
  }
}
