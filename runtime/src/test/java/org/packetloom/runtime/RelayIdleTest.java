// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Packetloom;
import org.packetloom.runtime.RelayTest.Chain;

/** Relays that end when nothing has moved for long. */
class RelayIdleTest extends ToolkitTest {
  @ParameterizedTest
  @ValueSource(strings = {"virtual,epoll", "thread,poll", "virtual,io_uring"})
  void idleRelayEndsAndABusyDirectionKeepsBothAlive(String row) throws Exception {
    try (Packetloom loom = open(row.split(",")[0], row.split(",")[1])) {
      boolean isProved = false;
      for (int millis = 300; !isProved; millis *= 3) {
        Duration idle = Duration.ofMillis(millis);
        long begin = System.nanoTime();
        try (Chain chain = Chain.open(loom, "tcp://127.0.0.1:0", "local://", idle)) {
          isProved = keepsBusyAndEnds(chain, idle, begin);
        }
      }
    }
  }

  /** False if nothing can be said: the machine left this thread idle for as long as the timeout. */
  private static boolean keepsBusyAndEnds(Chain chain, Duration idle, long begin)
      throws IOException {
    long last = begin;
    while (last - begin < 3 * idle.toNanos()) {
      long before = last;
      last = System.nanoTime();
      try {
        writeByte(chain.client(), 5);
        assertThat(readByte(chain.server())).isEqualTo(5);
        assertThat(chain.running().hasEnded()).isFalse();
      } catch (AssertionError | IOException e) {
        if (System.nanoTime() - before < idle.toNanos()) {
          throw e;
        }
        return false;
      }
    }
    assertThat(chain.running().failure())
        .isInstanceOf(ConnectorTimeoutException.class)
        .hasMessageContaining("idle");
    assertThat(System.nanoTime() - last).as("not early").isGreaterThanOrEqualTo(idle.toNanos());
    assertThat(readByte(chain.client())).isEqualTo(-1);
    chain.assertClosed();
    return true;
  }

  @Test
  void idleTimeoutGoesOnWhileTheTargetTakesNothing() throws Exception {
    try (Packetloom loom = open("virtual", "epoll");
        Chain chain = Chain.open(loom, "tcp://127.0.0.1:0", "local://", Duration.ofMillis(200))) {
      var sender = start(() -> chain.client().write(ByteBuffer.allocate(64 << 20)));
      assertThat(chain.running().failure()).isInstanceOf(ConnectorTimeoutException.class);
      sender.awaitEnd();
    }
  }
}
