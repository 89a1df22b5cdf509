// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;

/** Several threads that receive: first come, first served, and all may leave. */
public interface DatagramQueues extends DatagramRow {
  private Task<byte[]> startReceiver(DatagramEnd end) {
    return start(() -> receive(end, 10)).awaitParked();
  }

  @Test
  default void receiversAreServedInTheOrderInWhichTheyCame() throws Exception {
    assumeHas(Feature.FIFO_QUEUES);
    try (var ends = open()) {
      List<Task<byte[]>> receivers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        receivers.add(startReceiver(ends.near()));
      }
      for (int i = 0; i < 10; i++) {
        send(ends.far(), ends.near(), i);
      }
      for (int i = 0; i < 10; i++) {
        assertThat(receivers.get(i).result()).containsExactly(i);
      }
    }
  }

  @Test
  default void aReceiverThatLeavesTheQueueDoesNotDisturbTheOthers() throws Exception {
    assumeHas(Feature.QUEUE_CONTRACT);
    assumeHas(Feature.INTERRUPT_POLICIES);
    try (var ends = open()) {
      var first = startReceiver(ends.near());
      var second = startReceiver(ends.near());
      var third = startReceiver(ends.near());
      second.interrupt();
      assertFailed(second.failure(), ends.near(), Failure.INTERRUPTED);
      send(ends.far(), ends.near(), 1);
      send(ends.far(), ends.near(), 3);
      assertThat(first.result()).containsExactly(1);
      assertThat(third.result()).containsExactly(3);
    }
  }

  @Test
  default void aQueuedReceiverObeysItsAmbientDeadline() throws Exception {
    assumeHas(Feature.QUEUE_CONTRACT);
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      var first = startReceiver(ends.near());
      Deadline deadline = Deadline.after(Duration.ofMillis(20));
      var second = start(() -> deadline.call(() -> ends.near().receive(ByteBuffer.allocate(1))));
      assertFailed(second.failure(), ends.near(), Failure.TIMED_OUT);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      send(ends.far(), ends.near(), 1);
      assertThat(first.result()).containsExactly(1);
    }
  }

  @Test
  default void manyThreadsShareASocketAndLoseNothing() throws Exception {
    int perThread = Scale.rounds(200);
    try (var ends = open()) {
      List<Task<Void>> echoes = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        echoes.add(
            startAction(
                () -> {
                  for (int round = 0; round < perThread; round++) {
                    send(ends.near(), ends.far(), 1);
                    receive(ends.near(), 10);
                  }
                }));
      }
      for (int i = 0; i < 4 * perThread; i++) {
        var received = ends.far().receive(ByteBuffer.allocate(10));
        ends.far().send(ByteBuffer.wrap(new byte[] {2}), received.sender().orElseThrow());
      }
      echoes.forEach(Task::result);
    }
  }
}
