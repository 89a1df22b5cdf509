// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.InvalidMarkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.BufferConsumer;
import org.packetloom.Deadline;

/** Reads that lend their buffer to a consumer. */
public interface StreamLentReads extends StreamRow {
  @Test
  default void consumerIsLentWhatThereIs() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    byte[] sent = Seed.bytes(1_000_000);
    try (var ends = open()) {
      var writer =
          startAction(
              () -> {
                ends.far().write(sent);
                ends.far().close();
              });
      ByteBuffer received = ByteBuffer.allocate(sent.length);
      int n;
      do {
        n = ends.near().connector().receive(received::put);
      } while (n > 0);
      assertThat(n).isEqualTo(-1);
      assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(sent));
      writer.result();
    }
  }

  @Test
  default void bytesThatTheConsumerLeavesAreReadNext() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ends.far().write(new byte[] {1, 2, 3});
      List<Byte> taken = new ArrayList<>();
      assertThat(ends.near().connector().receive(lent -> taken.add(lent.get()))).isEqualTo(1);
      assertThat(taken).containsExactly((byte) 1);
      assertThat(ends.near().readByte()).isEqualTo((byte) 2);
      assertThat(ends.near().readByte()).isEqualTo((byte) 3);
    }
  }

  @Test
  default void whatWasLeftIsLentAgainTogetherWithMore() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ends.far().write(new byte[] {1, 2, 3});
      assertThat(ends.near().connector().receive(_ -> {})).isZero();
      byte[] all = new byte[5];
      BufferConsumer frames = lent -> assertThat(lent.get(all, 0, lent.remaining())).isNotNull();
      var reading = start(() -> ends.near().connector().receive(frames)).awaitParked();
      ends.far().write(new byte[] {4, 5});
      int n = reading.result();
      if (n < 5) {
        ends.near().readFully(ByteBuffer.wrap(all, n, 5 - n));
      }
      assertThat(n).isGreaterThan(3);
      assertThat(all).containsExactly(1, 2, 3, 4, 5);
    }
  }

  @Test
  default void whatWasLeftStaysWhenTheStreamEnds() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ends.far().write(new byte[] {1, 2});
      assertThat(ends.near().connector().receive(_ -> {})).isZero();
      ends.far().close();
      int n;
      do {
        n = ends.near().connector().receive(_ -> {});
      } while (n == 0);
      assertThat(n).isEqualTo(-1);
      ByteBuffer rest = ByteBuffer.allocate(2);
      ends.near().readFully(rest);
      assertThat(rest.array()).containsExactly(1, 2);
    }
  }

  @Test
  default void consumerThatFailsHasTakenWhatItTook() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ends.far().write(new byte[] {1, 2});
      IOException planted = new IOException("planted");
      BufferConsumer failing =
          lent -> {
            lent.get();
            throw planted;
          };
      assertThatThrownBy(() -> ends.near().connector().receive(failing)).isSameAs(planted);
      assertThat(ends.near().readByte()).isEqualTo((byte) 2);
      assertRoundTrip(ends);
    }
  }

  @Test
  default void bufferIsLentAsIfItWereNew() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      for (int round = 0; round < 3; round++) {
        var reading =
            start(() -> ends.near().connector().receive(StreamLentReads::changeAll)).awaitParked();
        ends.far().write(new byte[] {1, 2});
        assertThat(reading.result()).isBetween(1, 2);
        while (ends.near().connector().tryRead(ByteBuffer.allocate(2)) > 0) {}
      }
    }
  }

  private static void changeAll(ByteBuffer lent) {
    assertThat(lent.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
    assertThat(lent.position()).isZero();
    assertThat(lent.remaining()).isBetween(1, 2);
    assertThatThrownBy(lent::reset).isInstanceOf(InvalidMarkException.class);
    lent.order(ByteOrder.LITTLE_ENDIAN).mark().get();
  }

  @Test
  default void consumerThatReadsIsRefusedAndMayWrite() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ends.far().writeByte(1);
      Throwable refused =
          catchThrowable(() -> ends.near().connector().receive(_ -> ends.near().readByte()));
      assertThat(refused).isInstanceOf(IllegalStateException.class);
      assertThat(ends.near().connector().receive(lent -> ends.near().write(lent))).isEqualTo(1);
      assertThat(ends.far().readByte()).isEqualTo((byte) 1);
    }
  }

  @Test
  default void lentReadObeysDeadlineInterruptAndClose() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    BufferConsumer none = lent -> assertThat(lent).isNull();
    try (var ends = open()) {
      var reading = start(() -> ends.near().connector().receive(none)).awaitParked();
      ends.near().readDeadline(Deadline.after(Duration.ZERO));
      assertFailed(reading.failure(), ends.near(), Failure.TIMED_OUT, 0);
      ends.near().readDeadline(Deadline.NONE);

      reading = start(() -> ends.near().connector().receive(none)).awaitParked();
      reading.interrupt();
      assertFailed(reading.failure(), ends.near(), Failure.INTERRUPTED, 0);

      reading = start(() -> ends.near().connector().receive(none)).awaitParked();
      ends.near().close();
      assertFailed(reading.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, 0);
    }
  }
}
