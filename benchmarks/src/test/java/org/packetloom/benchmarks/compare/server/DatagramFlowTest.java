// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DatagramFlowTest {
  private final BlockingQueue<Integer> network = new LinkedBlockingQueue<>();
  private final AtomicBoolean losesAll = new AtomicBoolean();

  @Test
  void nothingIsSentBeforeItIsToldTo() throws IOException {
    try (var flow = new DatagramFlow(new Ends(), Thread.ofVirtual().factory())) {
      await(flow::isAtRest);
      assertThat(network).isEmpty();
      assertThat(flow.underWay()).isZero();
    }
  }

  @Test
  void allThatWasSentIsReceivedOnceItHasStopped() throws IOException {
    try (var flow = new DatagramFlow(new Ends(), Thread.ofVirtual().factory())) {
      flow.go();
      await(() -> flow.received() > 1000);
      flow.stop();
      await(() -> flow.isAtRest() && flow.underWay() == 0);
      assertThat(flow.lost()).isZero();
      assertThat(flow.hasFailed()).isFalse();
    }
  }

  @Test
  void aSenderWhosePacketsAreLostGoesOnOnceTheyAreGivenUp() throws IOException {
    try (var flow = new DatagramFlow(new Ends(), Thread.ofVirtual().factory())) {
      losesAll.set(true);
      flow.go();
      await(() -> flow.underWay() == 128); // as many as may be
      losesAll.set(false);
      flow.look();
      flow.look();
      await(() -> flow.received() > 0);
      assertThat(flow.lost()).isEqualTo(128);
    }
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Pause.millis(1);
    }
  }

  /** Ends of a network that loses all or nothing. */
  private final class Ends implements DatagramEnds {
    @Override
    public int burst() {
      return 1;
    }

    @Override
    public void send() {
      if (!losesAll.get()) {
        network.add(1);
      }
    }

    @Override
    public int receive() throws IOException {
      try {
        return network.take();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void close() {}
  }
}
