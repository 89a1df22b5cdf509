// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.packetloom.InterruptPolicy;

/** What an interrupt does to a receiver under each policy. */
public interface DatagramInterrupts extends DatagramRow {
  @Test
  default void anInterruptEndsAReceiveAndLeavesTheSocketOpen() throws Exception {
    assumeHas(Feature.INTERRUPT_POLICIES);
    try (var ends = open()) {
      for (int i = 0; i < 3; i++) {
        var receiver = startBlockedReceive(ends.near());
        receiver.interrupt();
        assertFailed(receiver.failure(), ends.near(), Failure.INTERRUPTED);
        assertThat(receiver.endedInterrupted()).isTrue();
        assertThat(ends.near().isOpen()).isTrue();
        assertTalk(ends);
      }
    }
  }

  @Test
  default void anInterruptOfAReceiveCloses() throws Exception {
    try (var ends = open()) {
      ends.near().interruptPolicy(InterruptPolicy.CLOSE);
      var receiver = startBlockedReceive(ends.near());
      receiver.interrupt();
      assertFailed(receiver.failure(), ends.near(), Failure.CLOSED_BY_INTERRUPT);
      assertThat(receiver.endedInterrupted()).isTrue();
      assertThat(ends.near().isOpen()).isFalse();
    }
  }

  @Test
  default void aDeferredInterruptLetsAReceiveGoOn() throws Exception {
    assumeHas(Feature.INTERRUPT_POLICIES);
    try (var ends = open()) {
      ends.near().interruptPolicy(InterruptPolicy.DEFER);
      var receiver = startBlockedReceive(ends.near());
      receiver.interrupt();
      send(ends.far(), ends.near(), 1);
      assertThat(receiver.result().size()).isEqualTo(1);
      assertThat(receiver.endedInterrupted()).isTrue();
    }
  }

  @Test
  default void anInterruptDoesNotMatterToCallsThatNeedNotWait() throws Exception {
    assumeHas(Feature.INTERRUPT_ONLY_WAITS);
    try (var ends = open()) {
      send(ends.far(), ends.near(), 1);
      var task =
          start(
              () -> {
                Thread.currentThread().interrupt();
                send(ends.near(), ends.far(), 2);
                return ends.near().receive(ByteBuffer.allocate(10));
              });
      assertThat(task.result().size()).isEqualTo(1);
      assertThat(task.endedInterrupted()).isTrue();
      assertThat(receive(ends.far(), 10)).containsExactly(2);
    }
  }
}
