// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Task;

/** Closed pipes, and pipes that are closed or interrupted during a call. */
public interface PipeInterrupts extends PipeTransfers {
  private Task<Integer> startBlockedRead(ThreadKind kind, OpenPipe pipe) {
    return startBlocked(kind, () -> pipe.source().read(ByteBuffer.allocate(1)));
  }

  private Task<Integer> startBlockedWrite(ThreadKind kind, OpenPipe pipe) throws Exception {
    pipe.fill();
    return startBlocked(kind, () -> pipe.sink().write(ByteBuffer.allocate(100)));
  }

  @ParameterizedTest
  @EnumSource
  default void aClosedPipeRefuses(PipeCall call) throws Exception {
    var pipe = openPipe();
    pipe.close();
    assertClosedBefore(() -> call.on(pipe.pipe()));
  }

  @Test
  default void closingEndsTwiceDoesNothing() throws Exception {
    var pipe = openPipe();
    pipe.close();
    pipe.close();
    assertThat(pipe.source().isOpen()).isFalse();
    assertThat(pipe.sink().isOpen()).isFalse();
  }

  @Test
  default void theEndsAreClosedOneByOne() throws Exception {
    try (var pipe = openPipe()) {
      pipe.sink().close();
      assertThat(pipe.source().isOpen()).isTrue();
    }
    try (var pipe = openPipe()) {
      pipe.source().close();
      assertThat(pipe.sink().isOpen()).isTrue();
    }
  }

  @Test
  default void closedEndsCannotBeRegistered() throws Exception {
    try (var selector = provider().openSelector()) {
      var pipe = openPipe();
      pipe.source().configureBlocking(false);
      pipe.sink().configureBlocking(false);
      pipe.close();
      assertThatThrownBy(() -> pipe.source().register(selector, SelectionKey.OP_READ))
          .isInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(() -> pipe.sink().register(selector, SelectionKey.OP_WRITE))
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aBlockedReadOfAPipeGetsWhatComes(ThreadKind kind) throws Exception {
    try (var pipe = openPipe()) {
      var reader = startBlockedRead(kind, pipe);
      pipe.sink().write(ByteBuffer.allocate(1));
      assertThat(reader.result()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aBlockedReadOfAPipeGetsTheEnd(ThreadKind kind) throws Exception {
    try (var pipe = openPipe()) {
      var reader = startBlockedRead(kind, pipe);
      pipe.sink().close();
      assertThat(reader.result()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aBlockedWriteOfAPipeGoesOnWithRoom(ThreadKind kind) throws Exception {
    try (var pipe = openPipe()) {
      int filled = pipe.fill();
      var writer = startBlocked(kind, () -> pipe.sink().write(ByteBuffer.allocate(100)));
      readBytes(pipe.source(), filled);
      assertThat(writer.result()).isEqualTo(100);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aBlockedWriteOfAPipeFailsWithoutSource(ThreadKind kind) throws Exception {
    try (var pipe = openPipe()) {
      var writer = startBlockedWrite(kind, pipe);
      pipe.source().close();
      writer
          .assertFailure()
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ClosedChannelException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfABlockedReadOfAPipeCloses(ThreadKind kind) throws Exception {
    try (var pipe = openPipe()) {
      var reader = startBlockedRead(kind, pipe);
      reader.interrupt();
      assertClosedByInterrupt(reader, pipe.source());
      assertThat(pipe.sink().isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptOfABlockedWriteOfAPipeCloses(ThreadKind kind) throws Exception {
    try (var pipe = openPipe()) {
      var writer = startBlockedWrite(kind, pipe);
      writer.interrupt();
      assertClosedByInterrupt(writer, pipe.sink());
      assertThat(pipe.source().isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptBeforeAReadOfAPipeCloses(ThreadKind kind) throws Exception {
    try (var pipe = openPipe()) {
      pipe.sink().write(ByteBuffer.allocate(1));
      assertClosedByInterrupt(
          startInterrupted(kind, () -> pipe.source().read(ByteBuffer.allocate(1))), pipe.source());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptBeforeAWriteOfAPipeCloses(ThreadKind kind) throws Exception {
    try (var pipe = openPipe()) {
      assertClosedByInterrupt(
          startInterrupted(kind, () -> pipe.sink().write(ByteBuffer.allocate(1))), pipe.sink());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closeEndsABlockedReadOfAPipe(ThreadKind kind) throws Exception {
    try (var pipe = openPipe()) {
      var reader = startBlockedRead(kind, pipe);
      pipe.source().close();
      assertClosedMeanwhile(reader);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closeEndsABlockedWriteOfAPipe(ThreadKind kind) throws Exception {
    try (var pipe = openPipe()) {
      var writer = startBlockedWrite(kind, pipe);
      pipe.sink().close();
      assertClosedMeanwhile(writer);
    }
  }

  @Test
  default void severalReadersOfAPipeAreServed() throws Exception {
    try (var pipe = openPipe()) {
      var first = startBlockedRead(ThreadKind.VIRTUAL, pipe);
      var second = startBlockedRead(ThreadKind.PLATFORM, pipe);
      pipe.sink().write(ByteBuffer.allocate(2));
      assertThat(first.result() + second.result()).isEqualTo(2);
    }
  }
}
