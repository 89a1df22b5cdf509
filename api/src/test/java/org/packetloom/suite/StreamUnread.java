// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.Lookahead;

/** Bytes that were put back come first; reading up to a delimiter takes nothing beyond it. */
public interface StreamUnread extends StreamRow {
  @Test
  default void unreadBytesComeFirstByEveryRead() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      var near = ends.near();
      near.connector().unread(text("23456789abcdef"));
      near.connector().unread(text("01"));
      assertThat(near.inputStream().available()).isEqualTo(16);
      assertThat(near.readByte()).isEqualTo((byte) '0');
      byte[] two = new byte[2];
      assertThat(near.read(two, 0, 2)).isEqualTo(2);
      assertThat(two).containsExactly('1', '2');
      ByteBuffer three = ByteBuffer.allocate(1);
      assertThat(near.tryRead(three)).isEqualTo(1);
      assertThat(near.read(new ByteBuffer[] {three.clear(), ByteBuffer.allocate(3)})).isEqualTo(4);
      assertThat(three.get(0)).isEqualTo((byte) '4');
      ByteBuffer peeked = ByteBuffer.allocate(3);
      assertThat(near.connector().peek(peeked)).isEqualTo(3);
      assertThat(string(peeked.flip())).isEqualTo("89a");
      ends.far().write("ghi".getBytes(StandardCharsets.US_ASCII));
      ByteBuffer rest = ByteBuffer.allocate(11);
      near.readFully(rest);
      assertThat(string(rest.flip())).isEqualTo("89abcdefghi");
    }
  }

  @Test
  default void unreadBytesComeBeforeTheEnd() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ends.far().close();
      assertThat(ends.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      ends.near().connector().unread(text("x"));
      assertThat(ends.near().inputStream().read()).isEqualTo('x');
      assertThat(ends.near().inputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  default void unreadBytesAreGoneWhenReadingIsShutDown() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ends.near().connector().unread(text("x"));
      ends.near().shutdownInput();
      assertThat(ends.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  default void unreadTakesAllOrNothing() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ends.near().connector().unread(ByteBuffer.allocate(Lookahead.MOST_UNREAD - 1));
      ByteBuffer two = ByteBuffer.allocate(2);
      assertThatThrownBy(() -> ends.near().connector().unread(two))
          .isInstanceOf(BufferOverflowException.class);
      assertThat(two.remaining()).isEqualTo(2);
      ends.near().connector().unread(two.limit(1));
      ends.near().readFully(ByteBuffer.allocate(Lookahead.MOST_UNREAD));
      assertRoundTrip(ends);
    }
  }

  @Test
  default void readUntilTakesTheDelimiterAndNothingBeyond() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ends.far().write("one\n\nthree\nrest".getBytes(StandardCharsets.US_ASCII));
      assertThat(line(ends.near(), 100)).isEqualTo("one\n");
      assertThat(line(ends.near(), 100)).isEqualTo("\n");
      assertThat(line(ends.near(), 3)).isEqualTo("thr");
      assertThat(line(ends.near(), 3)).isEqualTo("ee\n");
      ByteBuffer rest = ByteBuffer.allocate(4);
      ends.near().readFully(rest);
      assertThat(string(rest.flip())).isEqualTo("rest");
    }
  }

  @Test
  default void readUntilGoesOnOverSeveralArrivals() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      var reading = start(() -> line(ends.near(), 100)).awaitParked();
      ends.far().write("ab".getBytes(StandardCharsets.US_ASCII));
      ends.far().write("c\nd".getBytes(StandardCharsets.US_ASCII));
      assertThat(reading.result()).isEqualTo("abc\n");
      assertThat(ends.near().readByte()).isEqualTo((byte) 'd');
    }
  }

  @Test
  default void readUntilTellsTheEnd() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ends.far().write("half".getBytes(StandardCharsets.US_ASCII));
      ends.far().close();
      assertThat(line(ends.near(), 100)).isEqualTo("half");
      assertThat(ends.near().connector().readUntil((byte) '\n', ByteBuffer.allocate(9)))
          .isEqualTo(-1);
    }
  }

  @Test
  default void readUntilThatTimesOutTellsWhatItRead() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      ByteBuffer buffer = ByteBuffer.allocate(100);
      ends.far().write("half".getBytes(StandardCharsets.US_ASCII));
      var reading = start(() -> ends.near().connector().readUntil((byte) '\n', buffer));
      Await.until("half is read", () -> buffer.position() == 4);
      reading.awaitParked();
      ends.near().readDeadline(Deadline.after(Duration.ZERO));
      assertFailed(reading.failure(), ends.near(), Failure.TIMED_OUT, 4);
      assertThat(string(buffer.flip())).isEqualTo("half");
    }
  }

  @Test
  default void linesOfEveryLengthArriveWhole() throws Exception {
    assumeHas(Feature.LOOKAHEAD);
    try (var ends = open()) {
      int lines = Scale.rounds(300);
      var writer =
          startAction(
              () -> {
                for (int i = 0; i < lines; i++) {
                  ends.far().write((i % 7 + "x".repeat(i * 37 % 20_000) + "\n").getBytes());
                }
                ends.far().close();
              });
      for (int i = 0; i < lines; i++) {
        assertThat(line(ends.near(), 30_000)).isEqualTo(i % 7 + "x".repeat(i * 37 % 20_000) + "\n");
      }
      assertThat(ends.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      writer.result();
    }
  }

  private static String line(StreamEnd end, int most) throws Exception {
    ByteBuffer buffer = ByteBuffer.allocate(most);
    int n = end.connector().readUntil((byte) '\n', buffer);
    assertThat(n).isEqualTo(buffer.position());
    return string(buffer.flip());
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String string(ByteBuffer bytes) {
    return StandardCharsets.US_ASCII.decode(bytes).toString();
  }
}
