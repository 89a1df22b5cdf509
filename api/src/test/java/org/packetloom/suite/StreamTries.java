// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;

/** {@code tryRead} and {@code tryWrite} never wait. */
public interface StreamTries extends StreamRow {
  @Test
  default void tryReadReturnsZeroWhenNothingIsThere() throws Exception {
    assumeHas(Feature.TRY_CALLS);
    try (var ends = open()) {
      assertThat(ends.near().tryRead(ByteBuffer.allocate(10))).isZero();
      assertThat(ends.near().tryRead(ByteBuffer.allocate(10))).isZero();
      assertRoundTrip(ends);
      assertThat(ends.near().tryRead(ByteBuffer.allocate(10))).isZero();
    }
  }

  @Test
  default void tryReadTakesWhatIsThere() throws Exception {
    assumeHas(Feature.TRY_CALLS);
    try (var ends = open()) {
      for (int i = 0; i < 20; i++) {
        ends.far().write(new byte[] {1, 2, 3});
        ByteBuffer buffer = ByteBuffer.allocate(3);
        awaitTryRead(ends.near(), buffer);
        assertThat(buffer.array()).containsExactly(1, 2, 3);
        assertThat(ends.near().tryRead(buffer.clear())).isZero();
      }
    }
  }

  private static void awaitTryRead(StreamEnd end, ByteBuffer buffer) {
    Await.until("bytes are there", () -> tryRead(end, buffer) >= 0 && !buffer.hasRemaining());
  }

  private static int tryRead(StreamEnd end, ByteBuffer buffer) {
    try {
      return end.tryRead(buffer);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void tryReadReportsTheEnd() throws Exception {
    assumeHas(Feature.TRY_CALLS);
    try (var ends = open()) {
      ends.far().close();
      ByteBuffer buffer = ByteBuffer.allocate(1);
      Await.until("end is seen", () -> tryRead(ends.near(), buffer) == -1);
      assertThat(ends.near().tryRead(buffer)).isEqualTo(-1);
    }
  }

  @Test
  default void emptyTriesReturnZero() throws Exception {
    assumeHas(Feature.TRY_CALLS);
    try (var ends = open()) {
      ends.far().writeByte(1);
      assertThat(ends.near().tryRead(ByteBuffer.allocate(0))).isZero();
      assertThat(ends.near().tryWrite(ByteBuffer.allocate(0))).isZero();
      assertThat(ends.near().readByte()).isEqualTo((byte) 1);
    }
  }

  /** Writes until nothing fits any more, and tells how many bytes it were. */
  private static long fill(StreamEnd end) throws IOException {
    ByteBuffer source = ByteBuffer.allocate(100_000);
    long count = 0;
    for (int n = end.tryWrite(source); n > 0; n = end.tryWrite(source)) {
      count += n;
      if (!source.hasRemaining()) {
        source.clear();
      }
    }
    return count;
  }

  @Test
  default void tryWriteFillsTheBuffersAndThenReturnsZero() throws Exception {
    assumeHas(Feature.TRY_CALLS);
    try (var ends = open()) {
      long count = 0;
      for (int i = 0; i < 5; i++) {
        count += fill(ends.near());
      }
      assertThat(count).isPositive().isLessThan(MORE_THAN_BUFFERS);
      ends.far().readFully(ByteBuffer.allocate((int) count));
      Await.until("there is room again", () -> writesNow(ends.near()));
      assertThat(ends.far().readByte()).isZero();
    }
  }

  private static boolean writesNow(StreamEnd end) {
    try {
      return end.tryWrite(ByteBuffer.allocate(1)) == 1;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void tryWriteMovesThePositionByWhatItTook() throws Exception {
    assumeHas(Feature.TRY_CALLS);
    try (var ends = open()) {
      ByteBuffer source = tooMuch();
      int count = ends.near().tryWrite(source);
      assertThat(source.position()).isEqualTo(count).isPositive();
      ends.near().close();
      assertThat(drain(ends.far())).isEqualTo(count);
    }
  }

  @Test
  default void aWriteAfterTryWritesThatFilledTheBuffersWaitsForRoom() throws Exception {
    assumeHas(Feature.TRY_CALLS);
    try (var ends = open()) {
      long count = fill(ends.near());
      var writer = startBlockedWrite(ends.near(), tooMuch());
      var reader = start(() -> drain(ends.far()));
      assertThat(writer.result()).isEqualTo(MORE_THAN_BUFFERS);
      ends.near().close();
      assertThat(reader.result()).isEqualTo(count + MORE_THAN_BUFFERS);
    }
  }

  @Test
  default void aReadAfterATryReadThatFoundNothingWaitsForBytes() throws Exception {
    assumeHas(Feature.TRY_CALLS);
    try (var ends = open()) {
      for (int i = 0; i < 100; i++) {
        assertThat(ends.near().tryRead(ByteBuffer.allocate(1))).isZero();
        var reader = start(ends.near()::readByte);
        ends.far().writeByte(i);
        assertThat(reader.result()).isEqualTo((byte) i);
      }
    }
  }

  @Test
  default void triesDoNotCareForPassedDeadlines() throws Exception {
    assumeHas(Feature.TRY_CALLS);
    assumeHas(Feature.DEADLINES);
    Deadline past = Deadline.after(Duration.ZERO);
    try (var ends = open()) {
      ends.near().readDeadline(past);
      ends.near().writeDeadline(past);
      ends.far().writeByte(4);
      past.<Void, Exception>call(
          () -> {
            awaitTryRead(ends.near(), ByteBuffer.allocate(1));
            assertThat(ends.near().tryRead(ByteBuffer.allocate(1))).isZero();
            assertThat(ends.near().tryWrite(ByteBuffer.allocate(5))).isEqualTo(5);
            fill(ends.near());
            return null;
          });
    }
  }

  @Test
  default void triesDoNotCareForInterrupts() throws Exception {
    assumeHas(Feature.TRY_CALLS);
    try (var ends = open()) {
      var task =
          start(
              () -> {
                Thread.currentThread().interrupt();
                return ends.near().tryRead(ByteBuffer.allocate(1))
                    + ends.near().tryWrite(ByteBuffer.allocate(3));
              });
      assertThat(task.result()).isEqualTo(3);
      assertThat(task.endedInterrupted()).isTrue();
      assertThat(ends.near().isOpen()).isTrue();
    }
  }

  @Test
  default void triesReturnZeroWhileAnotherThreadWaits() throws Exception {
    assumeHas(Feature.TRY_CALLS);
    try (var ends = open()) {
      var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
      var writer = startBlockedWrite(ends.near(), tooMuch());
      assertThat(ends.near().tryRead(ByteBuffer.allocate(1))).isZero();
      assertThat(ends.near().tryWrite(ByteBuffer.allocate(1))).isZero();
      ends.far().writeByte(1);
      assertThat(reader.result()).isEqualTo(1);
      ends.far().readFully(tooMuch());
      assertThat(writer.result()).isEqualTo(MORE_THAN_BUFFERS);
    }
  }
}
