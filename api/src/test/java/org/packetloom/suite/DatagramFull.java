// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;

/** What a sender does while its receiver is full: waits, by the rules. */
public interface DatagramFull extends DatagramRow {
  /** Sends until the receiver is full; tells how many datagrams went. */
  private int fill(DatagramEnds ends) throws IOException {
    int count = 0;
    while (ends.near().trySend(ByteBuffer.allocate(1), ends.far().address())) {
      count++;
    }
    return count;
  }

  private Task<Void> startBlockedSend(DatagramEnds ends) {
    return startAction(() -> ends.near().send(ByteBuffer.allocate(2), ends.far().address()))
        .awaitParked();
  }

  private void drain(DatagramEnds ends, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      assertThat(receive(ends.far(), 10)).hasSize(1);
    }
  }

  @Test
  default void aSendToAFullReceiverWaitsForRoom() throws Exception {
    assumeHas(Feature.LOSSLESS_DATAGRAMS);
    try (var ends = open()) {
      int count = fill(ends);
      var sender = startBlockedSend(ends);
      drain(ends, count);
      assertThat(receive(ends.far(), 10)).hasSize(2);
      sender.result();
      assertTalk(ends);
    }
  }

  @Test
  default void aConnectedSendToAFullReceiverWaitsForRoom() throws Exception {
    assumeHas(Feature.LOSSLESS_DATAGRAMS);
    try (var ends = open()) {
      ends.near().connect(ends.far().address());
      int count = fill(ends);
      var sender = startAction(() -> ends.near().send(ByteBuffer.allocate(2))).awaitParked();
      drain(ends, count);
      assertThat(receive(ends.far(), 10)).hasSize(2);
      sender.result();
    }
  }

  @Test
  default void aSendToAFullReceiverObeysDeadlineInterruptAndClose() throws Exception {
    assumeHas(Feature.LOSSLESS_DATAGRAMS);
    try (var ends = open()) {
      int count = fill(ends);
      Deadline deadline = Deadline.after(Duration.ofMillis(30));
      ends.near().writeDeadline(deadline);
      ByteBuffer source = ByteBuffer.allocate(2);
      Throwable thrown = catchThrowable(() -> ends.near().send(source, ends.far().address()));
      assertFailed(thrown, ends.near(), Failure.TIMED_OUT);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      assertThat(source.position()).isZero();
      ends.near().writeDeadline(Deadline.NONE);
      var interrupted = startBlockedSend(ends);
      interrupted.interrupt();
      assertFailed(interrupted.failure(), ends.near(), Failure.INTERRUPTED);
      ends.near().interruptPolicy(InterruptPolicy.DEFER);
      var deferred = startBlockedSend(ends);
      deferred.interrupt();
      drain(ends, count);
      deferred.result();
      assertThat(deferred.endedInterrupted()).isTrue();
      assertThat(receive(ends.far(), 10)).hasSize(2);
      fill(ends);
      var closed = startBlockedSend(ends);
      ends.near().close();
      assertFailed(closed.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING);
    }
  }

  @Test
  default void aNonBlockingSendToAFullReceiverLeavesItsBuffer() throws Exception {
    assumeHas(Feature.LOSSLESS_DATAGRAMS);
    assumeHas(Feature.NON_BLOCKING);
    try (var ends = open("blocking=no")) {
      fill(ends);
      ByteBuffer source = ByteBuffer.allocate(2);
      ends.near().send(source, ends.far().address());
      assertThat(source.position()).isZero();
    }
  }
}
