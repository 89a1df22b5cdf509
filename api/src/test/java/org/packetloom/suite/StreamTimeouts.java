// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;

/**
 * Rolling timeouts and ambient deadlines: they join the deadlines of the stream by the earliest.
 */
public interface StreamTimeouts extends StreamRow {
  private static Duration millis(int millis) {
    return Duration.ofMillis(millis);
  }

  private static Duration hour() {
    return Duration.ofHours(1);
  }

  private void assertReadTimesOut(StreamEnd end) {
    Throwable thrown = catchThrowable(() -> end.read(ByteBuffer.allocate(1)));
    assertFailed(thrown, end, Failure.TIMED_OUT, 0);
  }

  @Test
  default void aReadTimeoutLimitsEachReadAnew() throws Exception {
    assumeHas(Feature.TIMEOUTS);
    try (var ends = open()) {
      ends.near().readTimeout(millis(10));
      for (int i = 0; i < 3; i++) {
        Deadline earliest = Deadline.after(millis(10));
        assertReadTimesOut(ends.near());
        assertThat(earliest.hasPassed()).as("not early").isTrue();
      }
      assertArrives(ends.near(), ends.far());
    }
  }

  @Test
  default void aReadTimeoutDoesNotRunWhileNobodyReads() throws Exception {
    assumeHas(Feature.TIMEOUTS);
    try (var ends = open()) {
      ends.near().readTimeout(millis(5));
      Await.passed(Deadline.after(millis(10)));
      ends.far().writeByte(1);
      assertThat(ends.near().readByte()).isEqualTo((byte) 1);
    }
  }

  @Test
  default void aReadTimeoutOfZeroIsNone() throws Exception {
    assumeHas(Feature.TIMEOUTS);
    try (var ends = open()) {
      ends.near().readTimeout(millis(1));
      ends.near().readTimeout(Duration.ZERO);
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      Await.passed(Deadline.after(millis(10)));
      ends.far().writeByte(1);
      assertThat(reader.result()).isEqualTo(1);
    }
  }

  @Test
  default void negativeTimeoutsAreRejected() throws Exception {
    assumeHas(Feature.TIMEOUTS);
    try (var ends = open()) {
      assertThatThrownBy(() -> ends.near().readTimeout(millis(-1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ends.near().writeTimeout(millis(-1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertRoundTrip(ends);
    }
  }

  @Test
  default void aWriteTimeoutEndsAWriteThatMovesNothing() throws Exception {
    assumeHas(Feature.TIMEOUTS);
    try (var ends = open()) {
      ends.near().writeTimeout(millis(20));
      Deadline earliest = Deadline.after(millis(20));
      ByteBuffer source = tooMuch();
      Throwable thrown = catchThrowable(() -> ends.near().write(source));
      assertThat(earliest.hasPassed()).as("not early").isTrue();
      assertFailed(thrown, ends.near(), Failure.TIMED_OUT, source.position());
      ends.near().close();
      assertThat(drain(ends.far())).isEqualTo(source.position());
    }
  }

  @Test
  default void aWriteTimeoutLeavesAWriteThatMovesNowAndThen() throws Exception {
    assumeHas(Feature.TIMEOUTS);
    // a busy machine may keep bytes from moving for as long as a short one
    boolean isWritten = false;
    for (int millis = 150; !isWritten && millis < 5_000; millis *= 3) {
      isWritten = writeSlowly(millis(millis));
    }
    assertThat(isWritten).as("written in spite of the timeout").isTrue();
  }

  /** Reads now and then for longer than the writer's timeout; whether the writer wrote all. */
  private boolean writeSlowly(Duration timeout) throws Exception {
    try (var ends = open()) {
      ends.near().writeTimeout(timeout);
      Deadline longer = Deadline.after(timeout.plusMillis(50));
      var writer = start(() -> ends.near().write(tooMuch()));
      var reader = start(() -> readNowAndThen(timeout.dividedBy(80), longer, ends.far()));
      if (writer.hasFailed()) {
        assertThat(writer.failure()).isInstanceOf(ends.near().type(Failure.TIMED_OUT));
        ends.near().close();
        reader.awaitEnd();
        return false;
      }
      assertThat(writer.result()).isEqualTo(MORE_THAN_BUFFERS);
      assertThat(reader.result()).isEqualTo(MORE_THAN_BUFFERS);
      assertThat(longer.hasPassed()).as("longer than the timeout").isTrue();
      return true;
    }
  }

  /** Reads now and then until the deadline, and then what is left. */
  private static int readNowAndThen(Duration pause, Deadline deadline, StreamEnd end)
      throws IOException {
    byte[] bytes = new byte[1 << 18];
    int left = MORE_THAN_BUFFERS;
    while (!deadline.hasPassed() && left > 4 * bytes.length) {
      end.readFully(ByteBuffer.wrap(bytes));
      left -= bytes.length;
      Await.passed(Deadline.after(pause));
    }
    end.readFully(ByteBuffer.allocate(left));
    return MORE_THAN_BUFFERS;
  }

  @Test
  default void theEarliestOfTimeoutAndDeadlineEndsARead() throws Exception {
    assumeHas(Feature.TIMEOUTS);
    try (var ends = open()) {
      ends.near().readTimeout(hour());
      ends.near().readDeadline(Deadline.after(millis(5)));
      assertReadTimesOut(ends.near());
      ends.near().readTimeout(millis(5));
      ends.near().readDeadline(Deadline.after(hour()));
      assertReadTimesOut(ends.near());
    }
  }

  @Test
  default void anAmbientDeadlineEndsARead() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      Deadline deadline = Deadline.after(millis(20));
      deadline.run(() -> assertReadTimesOut(ends.near()));
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      assertRoundTrip(ends);
    }
  }

  @Test
  default void anAmbientDeadlineEndsAWrite() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      ByteBuffer source = tooMuch();
      Deadline deadline = Deadline.after(millis(20));
      Throwable thrown = catchThrowable(() -> deadline.call(() -> ends.near().write(source)));
      assertThat(deadline.hasPassed()).as("not early").isTrue();
      assertFailed(thrown, ends.near(), Failure.TIMED_OUT, source.position());
    }
  }

  @Test
  default void aPastAmbientDeadlineEndsCallsBeforeTheyMoveAnything() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      ends.far().writeByte(1);
      Deadline past = Deadline.after(Duration.ZERO);
      past.run(() -> assertReadTimesOut(ends.near()));
      Throwable thrown =
          catchThrowable(() -> past.call(() -> ends.near().write(ByteBuffer.allocate(1))));
      assertFailed(thrown, ends.near(), Failure.TIMED_OUT, 0);
      assertThat(ends.near().readByte()).isEqualTo((byte) 1);
      assertArrives(ends.near(), ends.far());
    }
  }

  @Test
  default void theEarliestOfAmbientAndOwnDeadlineEndsARead() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      ends.near().readDeadline(Deadline.after(hour()));
      Deadline.after(millis(5)).run(() -> assertReadTimesOut(ends.near()));
      ends.near().readDeadline(Deadline.after(millis(5)));
      Deadline.after(hour()).run(() -> assertReadTimesOut(ends.near()));
    }
  }

  @Test
  default void anAmbientDeadlineHoldsWhenTheOwnOneIsTakenAwayUnderAWaitingRead() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      ends.near().readDeadline(Deadline.after(hour()));
      Deadline ambient = Deadline.after(millis(50));
      var reader = start(() -> ambient.call(() -> ends.near().read(ByteBuffer.allocate(1))));
      ends.near().readDeadline(Deadline.NONE);
      assertFailed(reader.failure(), ends.near(), Failure.TIMED_OUT, 0);
      assertThat(ambient.hasPassed()).as("not early").isTrue();
    }
  }

  @Test
  default void anAmbientDeadlineEndsWithItsCall() throws Exception {
    assumeHas(Feature.DEADLINES);
    try (var ends = open()) {
      Deadline.after(millis(5)).run(() -> assertReadTimesOut(ends.near()));
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      Await.passed(Deadline.after(millis(10)));
      ends.far().writeByte(1);
      assertThat(reader.result()).isEqualTo(1);
    }
  }

  @Test
  default void threadsForkedInAScopeInheritTheAmbientDeadline() throws Exception {
    assumeHas(Feature.DEADLINES);
    assumeHas(Feature.STRUCTURED_CONCURRENCY);
    try (var ends = open()) {
      Deadline deadline = Deadline.after(millis(20));
      Throwable thrown =
          catchThrowable(
              () -> deadline.call(() -> inScope(() -> ends.near().read(ByteBuffer.allocate(1)))));
      while (!ends.near().type(Failure.TIMED_OUT).isInstance(thrown) && thrown.getCause() != null) {
        thrown = thrown.getCause();
      }
      assertFailed(thrown, ends.near(), Failure.TIMED_OUT, 0);
      assertThat(deadline.hasPassed()).as("not early").isTrue();
    }
  }

  /** Forks a call in a structured scope and joins it; reflective, as the interface is a preview. */
  private static Object inScope(Callable<?> call) throws Exception {
    Class<?> type = Class.forName("java.util.concurrent.StructuredTaskScope");
    try (var scope = (AutoCloseable) type.getMethod("open").invoke(null)) {
      type.getMethod("fork", Callable.class).invoke(scope, call);
      return type.getMethod("join").invoke(scope);
    } catch (InvocationTargetException wrapped) {
      if (wrapped.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw wrapped;
    }
  }
}
