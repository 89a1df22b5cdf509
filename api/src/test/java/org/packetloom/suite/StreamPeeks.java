// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;

/** Bytes that were looked at are still to be read. */
public interface StreamPeeks extends StreamRow {
  @Test
  default void peekedBytesAreReadAgain() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ends.far().write(new byte[] {1, 2, 3});
      ByteBuffer seen = ByteBuffer.allocate(2);
      assertThat(ends.near().connector().peek(seen)).isEqualTo(2);
      assertThat(seen.array()).containsExactly(1, 2);
      assertThat(seen.hasRemaining()).isFalse();
      byte[] read = new byte[3];
      ends.near().readFully(ByteBuffer.wrap(read));
      assertThat(read).containsExactly(1, 2, 3);
    }
  }

  @Test
  default void peekSeesWhatCameSince() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ends.far().write(new byte[] {1});
      ByteBuffer seen = ByteBuffer.allocate(10);
      assertThat(ends.near().connector().peek(seen)).isEqualTo(1);
      ends.far().write(new byte[] {2, 3});
      Await.until("all are seen", () -> peek(ends.near(), seen.clear()) == 3);
      assertThat(Arrays.copyOf(seen.array(), 3)).containsExactly(1, 2, 3);
      assertThat(ends.near().read(seen.clear())).isPositive();
    }
  }

  private static int peek(StreamEnd end, ByteBuffer buffer) {
    try {
      return end.connector().peek(buffer);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void peekWaitsForTheFirstByte() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      for (int i = 0; i < 20; i++) {
        int value = i;
        var peeking =
            start(
                () -> {
                  ByteBuffer one = ByteBuffer.allocate(1);
                  ends.near().connector().peek(one);
                  return one.get(0);
                });
        peeking.awaitParked();
        ends.far().writeByte(value);
        assertThat(peeking.result()).isEqualTo((byte) value);
        assertThat(ends.near().readByte()).isEqualTo((byte) value);
      }
    }
  }

  @Test
  default void peekReportsTheEndAgainAndAgain() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ends.far().writeByte(7);
      ends.far().close();
      ByteBuffer seen = ByteBuffer.allocate(5);
      assertThat(ends.near().connector().peek(seen)).isEqualTo(1);
      assertThat(ends.near().readByte()).isEqualTo((byte) 7);
      for (int i = 0; i < 3; i++) {
        assertThat(ends.near().connector().peek(seen.clear())).isEqualTo(-1);
      }
      assertThat(ends.near().read(seen.clear())).isEqualTo(-1);
    }
  }

  @Test
  default void peekObeysDeadlineInterruptAndClose() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      var peeking = start(() -> ends.near().connector().peek(ByteBuffer.allocate(1))).awaitParked();
      ends.near().readDeadline(Deadline.after(Duration.ZERO));
      assertFailed(peeking.failure(), ends.near(), Failure.TIMED_OUT, 0);
      ends.near().readDeadline(Deadline.NONE);

      peeking = start(() -> ends.near().connector().peek(ByteBuffer.allocate(1))).awaitParked();
      peeking.interrupt();
      assertFailed(peeking.failure(), ends.near(), Failure.INTERRUPTED, 0);

      peeking = start(() -> ends.near().connector().peek(ByteBuffer.allocate(1))).awaitParked();
      ends.near().close();
      assertFailed(peeking.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, 0);
      assertThatThrownBy(() -> ends.near().connector().peek(ByteBuffer.allocate(1)))
          .isInstanceOf(ends.near().type(Failure.CLOSED));
    }
  }

  @Test
  default void peekOfNothingDoesNotWait() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      assertThat(ends.near().connector().peek(ByteBuffer.allocate(0))).isZero();
      assertThatThrownBy(
              () -> ends.near().connector().peek(ByteBuffer.allocate(1).asReadOnlyBuffer()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** A wake-up that a peek used up must not be missed by the reads that follow. */
  @Test
  default void readsBetweenPeeksLoseNoWakeUp() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    byte[] sent = Seed.bytes(200_000);
    try (var ends = open()) {
      var writer =
          startAction(
              () -> {
                for (int at = 0; at < sent.length; at += 1_000) {
                  ends.far().write(sent, at, 1_000);
                }
                ends.far().close();
              });
      ByteBuffer received = ByteBuffer.allocate(sent.length + 1);
      ByteBuffer seen = ByteBuffer.allocate(700);
      while (true) {
        int n = ends.near().connector().peek(seen.clear());
        int start = received.position();
        int m = ends.near().read(received.slice(start, Math.min(3_000, received.remaining())));
        if (n < 0) {
          assertThat(m).isEqualTo(-1);
          break;
        }
        assertThat(m).isPositive();
        received.position(start + m);
        int both = Math.min(n, m);
        assertThat(seen.flip().slice(0, both)).isEqualTo(received.slice(start, both));
      }
      assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(sent));
      writer.result();
    }
  }

  @Test
  default void connectorAbruptlyClosedFailsThePeekAndTheRead() throws Exception {
    assumeHas(Feature.SYSTEM_PEEKS);
    assumeHas(Feature.RESET);
    try (var ends = open()) {
      var peeking = start(() -> ends.near().connector().peek(ByteBuffer.allocate(1))).awaitParked();
      ends.far().reset();
      assertFailed(peeking.failure(), ends.near(), Failure.RESET, 0);
      assertThatThrownBy(() -> ends.near().read(ByteBuffer.allocate(1)))
          .isInstanceOf(ends.near().type(Failure.RESET));
    }
  }
}
