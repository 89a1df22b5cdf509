// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;

/** Deadlines per direction, rolling timeouts and the ambient deadline. */
public interface DatagramDeadlines extends DatagramRow {
  private void assertReceiveTimesOut(DatagramEnd end) {
    ByteBuffer buffer = ByteBuffer.allocate(10);
    assertFailed(catchThrowable(() -> end.receive(buffer)), end, Failure.TIMED_OUT);
    assertThat(buffer.position()).isZero();
  }

  private static Deadline in(int millis) {
    return Deadline.after(Duration.ofMillis(millis));
  }

  @Test
  default void aPastReadDeadlineEndsReceivingBeforeItTakesWhatIsThere() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      send(ends.far(), ends.near(), 1);
      ends.near().readDeadline(in(0));
      assertReceiveTimesOut(ends.near());
      ends.near().readDeadline(Deadline.NONE);
      assertThat(receive(ends.near(), 10)).containsExactly(1);
      assertTalk(ends);
    }
  }

  @Test
  default void aPastWriteDeadlineEndsSending() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      ends.near().writeDeadline(in(0));
      ByteBuffer source = ByteBuffer.allocate(5);
      Throwable thrown = catchThrowable(() -> ends.near().send(source, ends.far().address()));
      assertFailed(thrown, ends.near(), Failure.TIMED_OUT);
      assertThat(source.position()).isZero();
      ends.near().writeDeadline(Deadline.NONE);
      assertTalk(ends);
    }
  }

  @Test
  default void receivingWaitsUntilItsDeadlineAndNoLess() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      for (int millis : new int[] {1, 7, 40}) {
        Deadline deadline = in(millis);
        ends.near().readDeadline(deadline);
        assertReceiveTimesOut(ends.near());
        assertThat(deadline.hasPassed()).as("not early").isTrue();
      }
      ends.near().readDeadline(Deadline.NONE);
      assertTalk(ends);
    }
  }

  @Test
  default void aDeadlineSetByAnotherThreadEndsAWaitingReceive() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      var receiver = startBlockedReceive(ends.near());
      ends.near().readDeadline(in(0));
      assertFailed(receiver.failure(), ends.near(), Failure.TIMED_OUT);
      ends.near().readDeadline(in(3_600_000));
      assertTalk(ends);
    }
  }

  @Test
  default void aReadTimeoutCountsForEachCall() throws Exception {
    assumeHas(Feature.TIMEOUTS);
    try (var ends = open()) {
      ends.near().readTimeout(Duration.ofMillis(20));
      for (int i = 0; i < 3; i++) {
        Deadline least = in(20);
        assertReceiveTimesOut(ends.near());
        assertThat(least.hasPassed()).as("not early").isTrue();
        send(ends.far(), ends.near(), i);
        assertThat(receive(ends.near(), 10)).containsExactly(i);
      }
    }
  }

  @Test
  default void theAmbientDeadlineEndsReceiving() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      Deadline deadline = in(20);
      Throwable thrown =
          catchThrowable(() -> deadline.call(() -> ends.near().receive(ByteBuffer.allocate(1))));
      assertFailed(thrown, ends.near(), Failure.TIMED_OUT);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      assertTalk(ends);
    }
  }
}
