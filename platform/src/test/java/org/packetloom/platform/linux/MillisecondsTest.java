// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.platform.Poller;
import org.packetloom.platform.unix.ErrnoMemory;

/** Waiting where the kernel counts milliseconds only, before Linux 5.11. */
class MillisecondsTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 999_999, 1_000_000, 1_000_001, 3_500_000})
  void timeoutIsNeverEarly(long nanos) throws Exception {
    try (Poller poller = open()) {
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        assertThat(poller.await(nanos)).isZero();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(nanos);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MAX_VALUE, 1_000_000L * Integer.MAX_VALUE + 1})
  void wakeEndsAWaitOfAnyLength(long nanos) throws Exception {
    try (Poller poller = open()) {
      var waking = CompletableFuture.runAsync(poller::wake);
      assertThat(poller.await(nanos)).isZero();
      waking.join();
    }
  }

  private static Poller open() throws Exception {
    SystemCalls real = SystemCalls.here();
    EventCalls events = new LibCEvents(new ErrnoMemory(), false);
    return EpollPoller.open(new SystemCalls(real.unix(), events, real.rings(), real.devices()));
  }
}
