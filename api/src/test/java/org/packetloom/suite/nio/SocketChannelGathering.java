// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Seed;

/** Reads and writes of several buffers. */
public interface SocketChannelGathering extends StreamChannelRow {
  /** More buffers than one call of the system takes. */
  int MANY_BUFFERS = 5_000;

  private static ByteBuffer[] buffers(int... lengths) {
    return Arrays.stream(lengths).mapToObj(ByteBuffer::allocate).toArray(ByteBuffer[]::new);
  }

  @ParameterizedTest
  @EnumSource
  default void aGatheringWriteJoinsBuffers(Form form) throws Exception {
    try (var pair = pair()) {
      ByteBuffer[] sources = {
        form.of(new byte[] {1, 2}), form.of(new byte[0]), form.of(new byte[] {3, 4, 5})
      };
      assertThat(pair.near().write(sources)).isEqualTo(5);
      assertThat(sources).allSatisfy(each -> assertThat(each.hasRemaining()).isFalse());
      assertThat(readBytes(pair.far(), 5)).containsExactly(1, 2, 3, 4, 5);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aScatteringReadFillsBuffersInOrder(Form form) throws Exception {
    try (var pair = pair()) {
      pair.far().write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));
      ByteBuffer[] targets = {
        form.allocate(2), form.allocate(0), form.allocate(2), form.allocate(3)
      };
      int[] first = Arrays.stream(targets).mapToInt(ByteBuffer::position).toArray();
      assertThat(pair.near().read(targets)).isEqualTo(5);
      assertThat(targets[0].hasRemaining()).isFalse();
      assertThat(targets[2].hasRemaining()).isFalse();
      assertThat(targets[3].remaining()).isEqualTo(2);
      assertThat(targets[2].get(first[2])).isEqualTo((byte) 3);
      assertThat(targets[3].get(first[3])).isEqualTo((byte) 5);
    }
  }

  @Test
  default void formsCanBeMixed() throws Exception {
    try (var pair = pair()) {
      ByteBuffer[] sources = {
        Form.HEAP.of(new byte[] {1}),
        Form.DIRECT.of(new byte[] {2}).asReadOnlyBuffer(),
        Form.HEAP_SLICE.of(new byte[] {3}).asReadOnlyBuffer(),
        Form.DIRECT_SLICE.of(new byte[] {4})
      };
      assertThat(pair.near().write(sources)).isEqualTo(4);
      assertThat(readBytes(pair.far(), 4)).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  default void onlyTheBuffersOfTheRangeAreWritten() throws Exception {
    try (var pair = pair()) {
      ByteBuffer[] sources = buffers(1, 2, 3, 4);
      assertThat(pair.near().write(sources, 1, 2)).isEqualTo(5);
      assertThat(sources[0].remaining()).isEqualTo(1);
      assertThat(sources[3].remaining()).isEqualTo(4);
      pair.near().close();
      assertThat(drain(pair.far())).isEqualTo(5);
    }
  }

  @Test
  default void onlyTheBuffersOfTheRangeAreRead() throws Exception {
    try (var pair = pair()) {
      pair.far().write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6}));
      ByteBuffer[] targets = buffers(1, 2, 1, 4);
      assertThat(pair.near().read(targets, 1, 2)).isEqualTo(3);
      assertThat(targets[0].position()).isZero();
      assertThat(targets[1].array()).containsExactly(1, 2);
      assertThat(targets[2].array()).containsExactly(3);
      assertThat(targets[3].position()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "0,-1", "0,4", "3,1", "4,0", "2,2147483647"})
  default void rangesOutsideTheArrayAreRefused(int offset, int length) throws Exception {
    try (var pair = pair()) {
      ByteBuffer[] buffers = buffers(1, 1, 1);
      assertThatThrownBy(() -> pair.near().write(buffers, offset, length))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> pair.near().read(buffers, offset, length))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  default void nullAmongTheBuffersIsRefused() throws Exception {
    try (var pair = pair()) {
      ByteBuffer[] buffers = {ByteBuffer.allocate(1), null};
      assertThatThrownBy(() -> pair.near().write(buffers)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> pair.near().read(buffers)).isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  default void aReadOnlyBufferAmongTheTargetsIsRefused() throws Exception {
    try (var pair = pair()) {
      pair.far().write(ByteBuffer.allocate(2));
      ByteBuffer[] targets = {ByteBuffer.allocate(1), ByteBuffer.allocate(1).asReadOnlyBuffer()};
      assertThatThrownBy(() -> pair.near().read(targets))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(targets[1].remaining()).isEqualTo(1);
    }
  }

  @Test
  default void noBuffersMoveNothing() throws Exception {
    try (var pair = pair()) {
      assertThat(pair.near().write(buffers())).isZero();
      assertThat(pair.near().read(buffers())).isZero();
      assertThat(pair.near().write(buffers(1, 1), 2, 0)).isZero();
      assertThat(pair.near().read(buffers(1, 1), 2, 0)).isZero();
    }
  }

  @Test
  default void emptyBuffersMoveNothing() throws Exception {
    try (var pair = pair()) {
      assertThat(pair.near().write(buffers(0, 0))).isZero();
      assertThat(pair.near().read(buffers(0, 0))).isZero();
    }
  }

  @Test
  default void aScatteringReadTellsTheEnd() throws Exception {
    try (var pair = pair()) {
      pair.far().close();
      assertThat(pair.near().read(buffers(1, 1))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aBlockedScatteringReadGetsWhatComes(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      ByteBuffer[] targets = buffers(1, 1);
      var reader = startBlocked(kind, () -> pair.near().read(targets));
      pair.far().write(ByteBuffer.wrap(new byte[] {8}));
      assertThat(reader.result()).isEqualTo(1);
      assertThat(targets[0].hasRemaining()).isFalse();
      assertThat(targets[1].position()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aHugeArrayOfBuffersIsWritten(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      byte[] bytes = Seed.bytes(MANY_BUFFERS);
      ByteBuffer[] sources = new ByteBuffer[MANY_BUFFERS];
      for (int i = 0; i < MANY_BUFFERS; i++) {
        sources[i] = ByteBuffer.wrap(bytes, i, 1);
      }
      long written = startIn(kind, () -> pair.near().write(sources)).result();
      if (channels().gathersAnyNumberOfBuffers()) {
        assertThat(written).isEqualTo(MANY_BUFFERS);
      }
      pair.near().shutdownOutput();
      assertThat(readBytes(pair.far(), (int) written))
          .isEqualTo(Arrays.copyOf(bytes, (int) written));
      assertThat(drain(pair.far())).isZero();
      for (int i = 0; i < MANY_BUFFERS; i++) {
        assertThat(sources[i].hasRemaining()).as("buffer %s", i).isEqualTo(i >= written);
      }
    }
  }

  @Test
  default void aHugeArrayOfBuffersIsReadInto() throws Exception {
    try (var pair = pair()) {
      byte[] bytes = Seed.bytes(MANY_BUFFERS);
      pair.far().write(ByteBuffer.wrap(bytes));
      byte[] received = new byte[MANY_BUFFERS];
      ByteBuffer[] targets = new ByteBuffer[MANY_BUFFERS];
      for (int i = 0; i < MANY_BUFFERS; i++) {
        targets[i] = ByteBuffer.wrap(received, i, 1);
      }
      int done = 0;
      while (done < MANY_BUFFERS) {
        done += (int) pair.near().read(targets, done, MANY_BUFFERS - done);
      }
      assertThat(received).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aBlockingGatheringWriteMovesEverything(ThreadKind kind) throws Exception {
    try (var pair = pairIn(kind)) {
      ByteBuffer[] sources = new ByteBuffer[16];
      for (int i = 0; i < sources.length; i++) {
        sources[i] = i % 2 == 0 ? ByteBuffer.allocate(1 << 19) : ByteBuffer.allocateDirect(1 << 19);
      }
      var writer = startIn(kind, () -> pair.near().write(sources));
      var reader = start(() -> drain(pair.far()));
      long written = writer.result();
      long moved = Arrays.stream(sources).mapToLong(ByteBuffer::position).sum();
      assertThat(moved).isEqualTo(written);
      if (kind == ThreadKind.PLATFORM || channels().writesFullyOnVirtualThreads()) {
        assertThat(written).isEqualTo(8 << 20);
      }
      pair.near().shutdownOutput();
      assertThat(reader.result()).isEqualTo(written);
    }
  }
}
