// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Task;

/** Interrupts and closes before and during blocking calls. */
public interface SocketChannelInterrupts extends StreamChannelRow {
  private static ByteBuffer[] two(int length) {
    return new ByteBuffer[] {ByteBuffer.allocate(length), ByteBuffer.allocate(length)};
  }

  private Task<Long> startBlockedScatter(ThreadKind kind, ChannelPair pair) {
    return startBlocked(kind, () -> pair.near().read(two(1)));
  }

  private Task<Void> startBlockedGather(ThreadKind kind, ChannelPair pair) throws Exception {
    fill(pair.near());
    return startBlocked(
        kind,
        () -> {
          while (true) {
            pair.near().write(two(PART / 2));
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfABlockedReadCloses(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      var task = startBlockedRead(kind, pair.near());
      task.interrupt();
      assertClosedByInterrupt(task, pair.near());
      assertThat(pair.far().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfABlockedWriteCloses(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      var task = startBlockedWrite(kind, pair.near());
      task.interrupt();
      assertClosedByInterrupt(task, pair.near());
      assertThat(drain(pair.far())).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfABlockedScatteringReadCloses(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      var task = startBlockedScatter(kind, pair);
      task.interrupt();
      assertClosedByInterrupt(task, pair.near());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfABlockedGatheringWriteCloses(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      var task = startBlockedGather(kind, pair);
      task.interrupt();
      assertClosedByInterrupt(task, pair.near());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptBeforeAReadThatWouldWaitCloses(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      var task = startInterrupted(kind, () -> pair.near().read(ByteBuffer.allocate(1)));
      assertClosedByInterrupt(task, pair.near());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptBeforeAReadOfWhatIsThereCloses(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      pair.far().write(ByteBuffer.allocate(1));
      ByteBuffer buffer = ByteBuffer.allocate(1);
      var task = startInterrupted(kind, () -> pair.near().read(buffer));
      assertClosedByInterrupt(task, pair.near());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptBeforeAWriteCloses(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      var task = startInterrupted(kind, () -> pair.near().write(ByteBuffer.allocate(1)));
      assertClosedByInterrupt(task, pair.near());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptDoesNotMatterInNonBlockingMode(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      pair.near().configureBlocking(false);
      var task =
          startInterrupted(
              kind,
              () ->
                  pair.near().write(ByteBuffer.allocate(1))
                      + pair.near().read(ByteBuffer.allocate(1)));
      assertThat(task.result()).isEqualTo(1);
      assertThat(task.endedInterrupted()).isTrue();
      assertThat(pair.near().isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closeEndsABlockedRead(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      var task = startBlockedRead(kind, pair.near());
      pair.near().close();
      assertClosedMeanwhile(task);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closeEndsABlockedWrite(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      var task = startBlockedWrite(kind, pair.near());
      pair.near().close();
      assertWriteClosedMeanwhile(task);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closeEndsABlockedScatteringRead(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      var task = startBlockedScatter(kind, pair);
      pair.near().close();
      assertClosedMeanwhile(task);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closeEndsABlockedGatheringWrite(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      var task = startBlockedGather(kind, pair);
      pair.near().close();
      assertWriteClosedMeanwhile(task);
    }
  }

  @Test
  default void closeEndsReadersAndWritersAtOnce() throws Exception {
    try (var pair = pair()) {
      var writer = startBlockedWrite(ThreadKind.PLATFORM, pair.near());
      var reader = startBlockedRead(ThreadKind.VIRTUAL, pair.near());
      pair.near().close();
      assertClosedMeanwhile(reader);
      assertWriteClosedMeanwhile(writer);
    }
  }

  @Test
  default void anInterruptOfOneEndsTheOthersByClose() throws Exception {
    try (var pair = pair()) {
      var writer = startBlockedWrite(ThreadKind.VIRTUAL, pair.near());
      var reader = startBlockedRead(ThreadKind.PLATFORM, pair.near());
      writer.interrupt();
      assertClosedByInterrupt(writer, pair.near());
      assertClosedMeanwhile(reader);
    }
  }

  @Test
  default void closeEndsTheReadersInTheQueue() throws Exception {
    try (var pair = pair()) {
      var first = startBlockedRead(ThreadKind.VIRTUAL, pair.near());
      var second = startBlockedRead(ThreadKind.VIRTUAL, pair.near());
      var third = startBlockedRead(ThreadKind.PLATFORM, pair.near());
      pair.near().close();
      assertClosedMeanwhile(first);
      second.assertFailure().isInstanceOf(java.nio.channels.ClosedChannelException.class);
      third.assertFailure().isInstanceOf(java.nio.channels.ClosedChannelException.class);
    }
  }

  @Test
  default void positionsStayWhenAReadIsClosed() throws Exception {
    try (var pair = pair()) {
      ByteBuffer buffer = ByteBuffer.allocate(10).position(3);
      var task = startBlocked(ThreadKind.VIRTUAL, () -> pair.near().read(buffer));
      pair.near().close();
      assertClosedMeanwhile(task);
      assertThat(buffer.position()).isEqualTo(3);
      assertThat(buffer.limit()).isEqualTo(10);
    }
  }

  /** Starts to write one buffer to its end, and waits until that waits. */
  private Task<Void> startWriteOf(ThreadKind kind, ChannelPair pair, ByteBuffer source) {
    return startBlocked(
        kind,
        () -> {
          while (source.hasRemaining()) {
            pair.near().write(source);
          }
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource
  default void thePositionTellsWhatAClosedWriteMoved(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      ByteBuffer source = ByteBuffer.allocate(moreThanBuffers());
      var write = startWriteOf(kind, pair, source);
      pair.near().close();
      assertWriteClosedMeanwhile(write);
      assertThat(drain(pair.far())).isEqualTo(source.position());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void thePositionTellsWhatAnInterruptedWriteMoved(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      ByteBuffer source = ByteBuffer.allocateDirect(moreThanBuffers());
      var write = startWriteOf(kind, pair, source);
      write.interrupt();
      assertClosedByInterrupt(write, pair.near());
      assertThat(drain(pair.far())).isEqualTo(source.position());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void thePositionsTellWhatAClosedGatheringWriteMoved(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      ByteBuffer[] sources = {
        ByteBuffer.allocate(1_000), ByteBuffer.allocateDirect(moreThanBuffers())
      };
      var write =
          startBlocked(
              kind,
              () -> {
                while (sources[1].hasRemaining()) {
                  pair.near().write(sources);
                }
                return null;
              });
      pair.near().close();
      assertWriteClosedMeanwhile(write);
      assertThat(drain(pair.far())).isEqualTo(sources[0].position() + sources[1].position());
    }
  }
}
