// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Seed;

/** How bytes go through socket channels in blocking mode, one buffer at a time. */
public interface SocketChannelTransfers extends StreamChannelRow {
  @ParameterizedTest
  @CsvSource({
    "HEAP,1", "HEAP,1000", "HEAP,200000",
    "HEAP_SLICE,1", "HEAP_SLICE,1000", "HEAP_SLICE,200000",
    "DIRECT,1", "DIRECT,1000", "DIRECT,200000",
    "DIRECT_SLICE,1", "DIRECT_SLICE,1000", "DIRECT_SLICE,200000"
  })
  default void bytesArriveWhole(Form form, int count) throws Exception {
    try (var pair = pair()) {
      byte[] sent = Seed.bytes(count);
      var writer =
          start(
              () -> {
                ByteBuffer source = form.of(sent);
                while (source.hasRemaining()) {
                  pair.near().write(source);
                }
                return source.position();
              });
      ByteBuffer received = form.allocate(count);
      int first = received.position();
      readFully(pair.far(), received);
      byte[] bytes = new byte[count];
      received.get(first, bytes);
      assertThat(bytes).isEqualTo(sent);
      writer.result();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void readMovesThePositionByWhatItRead(Form form) throws Exception {
    try (var pair = pair()) {
      pair.far().write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      ByteBuffer buffer = form.allocate(10);
      int position = buffer.position();
      int limit = buffer.limit();
      assertThat(pair.near().read(buffer)).isEqualTo(3);
      assertThat(buffer.position()).isEqualTo(position + 3);
      assertThat(buffer.limit()).isEqualTo(limit);
      assertThat(buffer.get(position)).isEqualTo((byte) 1);
      assertThat(buffer.get(position + 2)).isEqualTo((byte) 3);
      assertThat(buffer.get(position + 3)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void writeMovesThePositionByWhatItWrote(Form form) throws Exception {
    try (var pair = pair()) {
      ByteBuffer buffer = form.of(new byte[] {1, 2, 3});
      int position = buffer.position();
      int limit = buffer.limit();
      assertThat(pair.near().write(buffer)).isEqualTo(3);
      assertThat(buffer.position()).isEqualTo(position + 3);
      assertThat(buffer.limit()).isEqualTo(limit);
      assertThat(readBytes(pair.far(), 3)).containsExactly(1, 2, 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void readOnlyBuffersCanBeWritten(Form form) throws Exception {
    try (var pair = pair()) {
      ByteBuffer buffer = form.of(new byte[] {1, 2, 3}).asReadOnlyBuffer();
      assertThat(pair.near().write(buffer)).isEqualTo(3);
      assertThat(buffer.hasRemaining()).isFalse();
      assertThat(readBytes(pair.far(), 3)).containsExactly(1, 2, 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void readOnlyBuffersCannotBeReadInto(Form form) throws Exception {
    try (var pair = pair()) {
      pair.far().write(ByteBuffer.allocate(1));
      ByteBuffer buffer = form.allocate(3).asReadOnlyBuffer();
      assertThatThrownBy(() -> pair.near().read(buffer))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(buffer.remaining()).isEqualTo(3);
      readBytes(pair.near(), 1);
    }
  }

  @Test
  default void readTakesNoMoreThanFits() throws Exception {
    try (var pair = pair()) {
      pair.far().write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));
      ByteBuffer buffer = ByteBuffer.allocate(2);
      assertThat(pair.near().read(buffer)).isEqualTo(2);
      assertThat(buffer.array()).containsExactly(1, 2);
      assertThat(readBytes(pair.near(), 3)).containsExactly(3, 4, 5);
    }
  }

  @Test
  default void readLeavesWhatIsOutsideTheLimits() throws Exception {
    try (var pair = pair()) {
      pair.far().write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));
      byte[] array = new byte[6];
      Arrays.fill(array, (byte) 9);
      readFully(pair.near(), ByteBuffer.wrap(array, 2, 3));
      assertThat(array).containsExactly(9, 9, 1, 2, 3, 9);
    }
  }

  @Test
  default void readIntoNoRoomReadsNothing() throws Exception {
    try (var pair = pair()) {
      assertThat(pair.near().read(ByteBuffer.allocate(0))).isZero();
      assertThat(pair.near().read(ByteBuffer.allocateDirect(0))).isZero();
    }
  }

  @Test
  default void writeOfNothingWritesNothing() throws Exception {
    try (var pair = pair()) {
      assertThat(pair.near().write(ByteBuffer.allocate(0))).isZero();
      fill(pair.near());
      assertThat(pair.near().write(ByteBuffer.allocateDirect(0))).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aBlockedReadGetsWhatComes(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      ByteBuffer buffer = ByteBuffer.allocate(10);
      var reader = startBlocked(kind, () -> pair.near().read(buffer));
      pair.far().write(ByteBuffer.wrap(new byte[] {7}));
      assertThat(reader.result()).isEqualTo(1);
      assertThat(buffer.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {7}));
    }
  }

  @ParameterizedTest
  @CsvSource({"VIRTUAL,HEAP", "VIRTUAL,DIRECT", "PLATFORM,HEAP", "PLATFORM,DIRECT"})
  default void aBlockingWriteMovesEverything(ThreadKind kind, Form form) throws Exception {
    try (var pair = pairIn(kind)) {
      ByteBuffer source = form.allocate(MORE_THAN_BUFFERS);
      var writer = startIn(kind, () -> pair.near().write(source));
      var reader = start(() -> drain(pair.far()));
      int written = writer.result();
      assertThat(source.position()).isEqualTo(written);
      if (kind == ThreadKind.PLATFORM || channels().writesFullyOnVirtualThreads()) {
        assertThat(written).isEqualTo(MORE_THAN_BUFFERS);
      } else {
        assertThat(written).isBetween(1, MORE_THAN_BUFFERS);
      }
      pair.near().shutdownOutput();
      assertThat(reader.result()).isEqualTo(written);
    }
  }

  @Test
  default void bigWritesArriveInOrder() throws Exception {
    try (var pair = pair()) {
      byte[] sent = Seed.bytes(3_000_000);
      var writer =
          start(
              () -> {
                ByteBuffer source = ByteBuffer.wrap(sent);
                while (source.hasRemaining()) {
                  pair.near().write(source);
                }
                return 0;
              });
      assertThat(readBytes(pair.far(), sent.length)).isEqualTo(sent);
      writer.result();
    }
  }

  @Test
  default void bothDirectionsGoAtOnce() throws Exception {
    try (var pair = pair()) {
      int count = 2_000_000;
      var nearWriter = start(() -> writeFully(pair.near(), count));
      var farWriter = start(() -> writeFully(pair.far(), count));
      var nearReader = start(() -> readBytes(pair.near(), count).length);
      assertThat(readBytes(pair.far(), count)).hasSize(count);
      assertThat(nearReader.result()).isEqualTo(count);
      nearWriter.result();
      farWriter.result();
    }
  }

  private static int writeFully(java.nio.channels.WritableByteChannel channel, int count)
      throws Exception {
    ByteBuffer source = ByteBuffer.allocate(count);
    while (source.hasRemaining()) {
      channel.write(source);
    }
    return count;
  }

  @Test
  default void severalReadersShareTheBytes() throws Exception {
    try (var pair = pair()) {
      var first = startBlockedRead(ThreadKind.VIRTUAL, pair.near());
      var second = startBlockedRead(ThreadKind.PLATFORM, pair.near());
      pair.far().write(ByteBuffer.allocate(1));
      pair.far().write(ByteBuffer.allocate(1));
      assertThat(first.result() + second.result()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void streamsOfChannelsWork(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      byte[] sent = Seed.bytes(moreThanBuffers() / 4);
      var writer =
          startIn(
              kind,
              () -> {
                try (var out = Channels.newOutputStream(pair.near())) {
                  out.write(sent);
                }
                return 0;
              });
      var in = Channels.newInputStream(pair.far());
      assertThat(in.readAllBytes()).isEqualTo(sent);
      writer.result();
      assertThat(pair.near().isOpen()).isFalse();
      in.close();
      assertThat(pair.far().isOpen()).isFalse();
    }
  }
}
