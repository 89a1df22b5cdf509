// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;

/** Absolute deadlines per direction: past, present and future, and moved while threads wait. */
public interface StreamDeadlines extends StreamRow {
  /** A deadline that has passed. */
  private static Deadline past() {
    return Deadline.after(Duration.ZERO);
  }

  private static Deadline in(int millis) {
    return Deadline.after(Duration.ofMillis(millis));
  }

  private static Deadline farAway() {
    return Deadline.after(Duration.ofHours(1));
  }

  private void assertReadTimesOut(StreamEnd end) {
    ByteBuffer buffer = ByteBuffer.allocate(10);
    assertFailed(catchThrowable(() -> end.read(buffer)), end, Failure.TIMED_OUT, 0);
    assertThat(buffer.position()).isZero();
  }

  private void assertWriteTimesOut(StreamEnd end) {
    ByteBuffer buffer = ByteBuffer.allocate(10);
    assertFailed(catchThrowable(() -> end.write(buffer)), end, Failure.TIMED_OUT, 0);
    assertThat(buffer.position()).isZero();
  }

  @Test
  default void aPastReadDeadlineEndsReadsAndLeavesWrites() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      ends.near().readDeadline(past());
      assertReadTimesOut(ends.near());
      assertArrives(ends.near(), ends.far());
    }
  }

  @Test
  default void aPastWriteDeadlineEndsWritesAndLeavesReads() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      ends.near().writeDeadline(past());
      assertWriteTimesOut(ends.near());
      assertArrives(ends.far(), ends.near());
    }
  }

  @Test
  default void aPastDeadlineEndsAReadBeforeItTakesTheBytesThatAreThere() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      ends.far().write(new byte[] {1, 2, 3});
      ends.near().readDeadline(past());
      assertReadTimesOut(ends.near());
      assertThat(catchThrowable(() -> ends.near().readByte()))
          .isInstanceOf(ends.near().type(Failure.TIMED_OUT));
      ends.near().readDeadline(Deadline.NONE);
      assertThat(ends.near().readByte()).isEqualTo((byte) 1);
    }
  }

  @Test
  default void aPassedDeadlineIsNotSticky() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      assertRoundTrip(ends);
      for (int i = 0; i < 3; i++) {
        ends.near().readDeadline(past());
        ends.near().writeDeadline(past());
        assertReadTimesOut(ends.near());
        assertWriteTimesOut(ends.near());
        ends.near().readDeadline(i == 1 ? farAway() : Deadline.NONE);
        ends.near().writeDeadline(i == 1 ? farAway() : Deadline.NONE);
        assertRoundTrip(ends);
      }
    }
  }

  @Test
  default void aReadWaitsUntilItsDeadline() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      for (int millis : new int[] {1, 7, 20}) {
        Deadline deadline = in(millis);
        ends.near().readDeadline(deadline);
        assertReadTimesOut(ends.near());
        assertThat(deadline.hasPassed()).as("not early").isTrue();
      }
      ends.near().readDeadline(Deadline.NONE);
      assertRoundTrip(ends);
    }
  }

  @Test
  default void aWriteWaitsUntilItsDeadlineAndTellsWhatItTook() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      Deadline deadline = in(20);
      ends.near().writeDeadline(deadline);
      ByteBuffer source = tooMuch();
      Throwable thrown = catchThrowable(() -> ends.near().write(source));
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      assertFailed(thrown, ends.near(), Failure.TIMED_OUT, source.position());
      ends.near().close();
      assertThat(drain(ends.far())).isEqualTo(source.position());
    }
  }

  @Test
  default void aVectoredWriteThatTimesOutLeavesItsPositionsExact() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      ByteBuffer[] sources = {ByteBuffer.allocate(1000), tooMuch(), ByteBuffer.allocate(10)};
      ends.near().writeDeadline(in(20));
      Throwable thrown = catchThrowable(() -> ends.near().write(sources));
      long moved = 0;
      for (ByteBuffer source : sources) {
        moved += source.position();
      }
      assertFailed(thrown, ends.near(), Failure.TIMED_OUT, moved);
      ends.near().close();
      assertThat(drain(ends.far())).isEqualTo(moved);
    }
  }

  @Test
  default void readFullyThatTimesOutTellsWhatArrivedAndCanBeContinued() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      ends.far().write(new byte[] {1, 2, 3});
      ByteBuffer buffer = ByteBuffer.allocate(5);
      var reader = startAction(() -> ends.near().readFully(buffer)).awaitParked();
      ends.near().readDeadline(past());
      assertFailed(reader.failure(), ends.near(), Failure.TIMED_OUT, 3);
      assertThat(buffer.position()).isEqualTo(3);
      ends.near().readDeadline(Deadline.NONE);
      ends.far().write(new byte[] {4, 5});
      ends.near().readFully(buffer);
      assertThat(buffer.array()).containsExactly(1, 2, 3, 4, 5);
    }
  }

  @Test
  default void anotherThreadsPastDeadlineEndsAWaitingReadAndAWaitingWrite() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      ByteBuffer source = tooMuch();
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      var writer = startBlockedWrite(ends.near(), source);
      ends.near().readDeadline(past());
      assertFailed(reader.failure(), ends.near(), Failure.TIMED_OUT, 0);
      assertThat(writer.hasEnded()).isFalse();
      ends.near().writeDeadline(past());
      assertFailed(writer.failure(), ends.near(), Failure.TIMED_OUT, source.position());
    }
  }

  @Test
  default void aReadDeadlineLeavesAWaitingWrite() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      var writer = startBlockedWrite(ends.near(), tooMuch());
      ends.near().readDeadline(in(10));
      assertReadTimesOut(ends.near());
      var reader = start(() -> drain(ends.far()));
      assertThat(writer.result()).isEqualTo(MORE_THAN_BUFFERS);
      ends.near().close();
      reader.result();
    }
  }

  @Test
  default void aWriteDeadlineLeavesAWaitingRead() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      ends.near().writeDeadline(in(10));
      assertThat(catchThrowable(() -> ends.near().write(tooMuch())))
          .isInstanceOf(ends.near().type(Failure.TIMED_OUT));
      ends.far().writeByte(1);
      assertThat(reader.result()).isEqualTo(1);
    }
  }

  @Test
  default void aDeadlineMovedEarlierEndsAWaitingReadThen() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      ends.near().readDeadline(farAway());
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      Deadline earlier = in(30);
      ends.near().readDeadline(earlier);
      assertFailed(reader.failure(), ends.near(), Failure.TIMED_OUT, 0);
      assertThat(earlier.hasPassed()).as("not early").isTrue();
    }
  }

  /** Replaces a deadline under a waiting read in time, and checks that the old one is void. */
  private void assertReadOutlives(Deadline replacement) throws Exception {
    for (int millis = 20; ; millis *= 2) {
      try (var ends = open()) {
        Deadline first = in(millis);
        ends.near().readDeadline(first);
        var reader = start(() -> ends.near().read(ByteBuffer.allocate(1)));
        Await.until("reader waits or has ended", () -> isParkedOrEnded(reader));
        ends.near().readDeadline(replacement);
        if (first.hasPassed()) {
          continue; // too slow a machine to know who won
        }
        Await.passed(first);
        Await.passed(in(10));
        ends.far().writeByte(1);
        assertThat(reader.result()).isEqualTo(1);
        return;
      }
    }
  }

  private static boolean isParkedOrEnded(Task<?> task) {
    return task.hasEnded() || task.thread().getState() != Thread.State.RUNNABLE;
  }

  @Test
  default void aDeadlineMovedLaterLetsAWaitingReadGoOn() throws Exception {
    assumeHas(Feature.DEADLINES);
    assertReadOutlives(farAway());
  }

  @Test
  default void aDeadlineTakenAwayLetsAWaitingReadGoOn() throws Exception {
    assumeHas(Feature.DEADLINES);
    assertReadOutlives(Deadline.NONE);
  }

  @Test
  default void aDeadlineTakenAwayUnderAWaitingReadCanBeSetAgain() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      ends.near().readDeadline(farAway());
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      ends.near().readDeadline(Deadline.NONE);
      Deadline again = in(20);
      ends.near().readDeadline(again);
      assertFailed(reader.failure(), ends.near(), Failure.TIMED_OUT, 0);
      assertThat(again.hasPassed()).as("not early").isTrue();
    }
  }

  @Test
  default void aDeadlineBeyondTheRangeOfTheClockIsLikeNone() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      ends.near().readDeadline(Deadline.after(Duration.ofSeconds(Long.MAX_VALUE)));
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      ends.far().writeByte(1);
      assertThat(reader.result()).isEqualTo(1);
    }
  }

  @Test
  default void manyShortDeadlinesInTurnAllEndTheirReadsAndNoneEarly() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      for (int i = Scale.rounds(50); i > 0; i--) {
        Deadline deadline = in(1);
        ends.near().readDeadline(deadline);
        assertReadTimesOut(ends.near());
        assertThat(deadline.hasPassed()).as("not early").isTrue();
      }
    }
  }
}
