// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes arrive complete and in order, in whatever form callers bring them. */
public interface StreamTransfer extends StreamRow {
  /** Sends bytes in random pieces of one form, and collects them in pieces of another. */
  private void assertArrive(BufferForm written, BufferForm read, int count) throws Exception {
    byte[] sent = Seed.bytes(count);
    try (var ends = open()) {
      var writer =
          startAction(
              () -> {
                Random pieces = Seed.random();
                for (int at = 0, piece; at < count; at += piece) {
                  piece = Math.min(count - at, 1 + pieces.nextInt(20_000));
                  assertThat(written.write(ends.near(), sent, at, piece)).isEqualTo(piece);
                }
                ends.near().close();
              });
      byte[] received = new byte[count + 1];
      Random pieces = new Random(~Seed.VALUE);
      int at = 0;
      for (int n = 0; n >= 0; at += n) {
        int most = Math.min(received.length - at, 1 + pieces.nextInt(30_000));
        n = read.read(ends.far(), received, at, most);
        assertThat(n).isNotZero().isLessThanOrEqualTo(most);
        if (n < 0) {
          break;
        }
      }
      writer.result();
      assertThat(at).isEqualTo(count);
      assertThat(Arrays.copyOf(received, count)).isEqualTo(sent);
    }
  }

  @Test
  default void aMebibyteArrivesWholeAndInOrder() throws Exception {
    assertArrive(BufferForm.HEAP, BufferForm.ARRAY, 1 << 20);
  }

  @ParameterizedTest
  @EnumSource
  default void everyFormOfBufferCanBeWritten(BufferForm form) throws Exception {
    assertArrive(form, BufferForm.HEAP, 1 << 18);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "READ_ONLY")
  default void everyFormOfBufferCanBeReadInto(BufferForm form) throws Exception {
    assertArrive(BufferForm.DIRECT, form, 1 << 18);
  }

  @Test
  default void aReadOnlyBufferCannotBeReadInto() throws Exception {
    try (var ends = open()) {
      ends.far().writeByte(1);
      assertThatThrownBy(() -> ends.near().read(ByteBuffer.allocate(1).asReadOnlyBuffer()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(ends.near().readByte()).isEqualTo((byte) 1);
    }
  }

  @Test
  default void aThousandMessagesGoBackAndForth() throws Exception {
    try (var ends = open()) {
      var echo =
          startAction(
              () -> {
                ByteBuffer message = ByteBuffer.allocate(8);
                for (int i = 0; i < 1000; i++) {
                  ends.far().readFully(message.clear());
                  ends.far().write(message.flip().putLong(0, message.getLong(0) + 1));
                }
              });
      ByteBuffer message = ByteBuffer.allocate(8);
      for (int i = 0; i < 1000; i++) {
        ends.near().write(message.clear().putLong(0, i));
        ends.near().readFully(message.clear());
        assertThat(message.getLong(0)).isEqualTo(i + 1);
      }
      echo.result();
    }
  }

  @Test
  default void bothDirectionsFlowAtOnce() throws Exception {
    byte[] there = Seed.bytes(1 << 20);
    byte[] back = filled(1 << 20, 42);
    try (var ends = open()) {
      var nearWriter = startAction(() -> ends.near().write(there));
      var farWriter = startAction(() -> ends.far().write(back));
      var nearReader = start(() -> readAll(ends.near(), back.length));
      var farReader = start(() -> readAll(ends.far(), there.length));
      assertThat(farReader.result()).isEqualTo(there);
      assertThat(nearReader.result()).isEqualTo(back);
      nearWriter.result();
      farWriter.result();
    }
  }

  private static byte[] readAll(StreamEnd end, int count) throws Exception {
    byte[] bytes = new byte[count];
    end.readFully(ByteBuffer.wrap(bytes));
    return bytes;
  }

  @Test
  default void aWriteThatMustWaitStillTakesTheWholeBuffer() throws Exception {
    try (var ends = open()) {
      ByteBuffer source = tooMuch();
      var writer = startBlockedWrite(ends.near(), source);
      var reader = start(() -> drain(ends.far()));
      assertThat(writer.result()).isEqualTo(MORE_THAN_BUFFERS);
      assertThat(source.hasRemaining()).isFalse();
      ends.near().close();
      assertThat(reader.result()).isEqualTo(MORE_THAN_BUFFERS);
    }
  }

  @Test
  default void anEmptyWriteReturnsZeroAndSendsNothing() throws Exception {
    try (var ends = open()) {
      assertThat(ends.near().write(ByteBuffer.allocate(0))).isZero();
      assertThat(ends.near().write(new byte[3], 3, 0)).isZero();
      assertThat(ends.near().write(new ByteBuffer[0])).isZero();
      assertThat(ends.near().write(new ByteBuffer[] {ByteBuffer.allocate(0)})).isZero();
      ends.near().writeByte(7);
      assertThat(ends.far().readByte()).isEqualTo((byte) 7);
    }
  }

  @Test
  default void anEmptyReadReturnsZeroAndDoesNotWait() throws Exception {
    try (var ends = open()) {
      assertThat(ends.near().read(ByteBuffer.allocate(0))).isZero();
      assertThat(ends.near().read(new byte[3], 3, 0)).isZero();
      assertThat(ends.near().read(new ByteBuffer[0])).isZero();
      assertThat(ends.near().read(new ByteBuffer[] {ByteBuffer.allocate(0)})).isZero();
    }
  }

  @Test
  default void aReadReturnsWhatIsThereAndMovesThePositionByThat() throws Exception {
    try (var ends = open()) {
      ends.far().write(new byte[] {1, 2, 3});
      ByteBuffer buffer = ByteBuffer.allocate(10).position(4).limit(9);
      assertThat(ends.near().read(buffer)).isEqualTo(3);
      assertThat(buffer.position()).isEqualTo(7);
      assertThat(buffer.limit()).isEqualTo(9);
      assertThat(buffer.array()).containsExactly(0, 0, 0, 0, 1, 2, 3, 0, 0, 0);
    }
  }

  @Test
  default void aReadLeavesWhatDoesNotFitForTheNext() throws Exception {
    try (var ends = open()) {
      ends.far().write(new byte[] {1, 2, 3, 4, 5});
      byte[] bytes = new byte[5];
      assertThat(ends.near().read(bytes, 0, 2)).isEqualTo(2);
      assertThat(ends.near().read(bytes, 2, 3)).isEqualTo(3);
      assertThat(bytes).containsExactly(1, 2, 3, 4, 5);
    }
  }

  @Test
  default void aWaitingReadReturnsWithTheFirstByte() throws Exception {
    try (var ends = open()) {
      ByteBuffer buffer = ByteBuffer.allocate(100);
      var reader = startBlockedRead(ends.near(), buffer);
      ends.far().writeByte(9);
      assertThat(reader.result()).isEqualTo(1);
      assertThat(buffer.get(0)).isEqualTo((byte) 9);
    }
  }

  @Test
  default void readFullyCollectsPieces() throws Exception {
    try (var ends = open()) {
      ByteBuffer buffer = ByteBuffer.allocate(5).position(1);
      var reader = startAction(() -> ends.near().readFully(buffer)).awaitParked();
      ends.far().write(new byte[] {1, 2});
      ends.far().write(new byte[] {3, 4});
      reader.result();
      assertThat(buffer.array()).containsExactly(0, 1, 2, 3, 4);
      assertThat(buffer.hasRemaining()).isFalse();
    }
  }

  @Test
  default void aVectoredReadFillsItsBuffersInTurn() throws Exception {
    try (var ends = open()) {
      ends.far().write(new byte[] {1, 2, 3, 4, 5});
      ByteBuffer[] buffers = {
        ByteBuffer.allocate(2), ByteBuffer.allocateDirect(0), ByteBuffer.allocateDirect(8)
      };
      assertThat(ends.near().read(buffers)).isEqualTo(5);
      assertThat(buffers[0].array()).containsExactly(1, 2);
      assertThat(buffers[2].position()).isEqualTo(3);
      assertThat(buffers[2].get(2)).isEqualTo((byte) 5);
    }
  }

  @Test
  default void aVectoredWriteTakesMoreBuffersThanTheSystemDoesAtOnce() throws Exception {
    byte[] sent = Seed.bytes(30_000);
    try (var ends = open()) {
      ByteBuffer[] sources = new ByteBuffer[3_000];
      for (int i = 0; i < sources.length; i++) {
        sources[i] = ByteBuffer.wrap(sent, i * 10, 10);
      }
      var writer = start(() -> ends.near().write(sources));
      assertThat(readAll(ends.far(), sent.length)).isEqualTo(sent);
      assertThat(writer.result()).isEqualTo(sent.length);
      assertThat(sources).allSatisfy(source -> assertThat(source.hasRemaining()).isFalse());
    }
  }

  @Test
  default void rangesThatDoNotFitAreRejected() throws Exception {
    try (var ends = open()) {
      assertThatThrownBy(() -> ends.near().read(new byte[4], 3, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> ends.near().write(new byte[4], -1, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertRoundTrip(ends);
    }
  }
}
