// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Seed;

/** What goes through pipes. */
public interface PipeTransfers extends ChannelRow {
  /** More bytes than a pipe holds. */
  int MORE_THAN_A_PIPE = 4 << 20;

  default OpenPipe openPipe() throws IOException {
    return new OpenPipe(provider().openPipe());
  }

  @Test
  default void bothEndsAreOpenAndBlocking() throws Exception {
    try (var pipe = openPipe()) {
      assertThat(pipe.source().isOpen()).isTrue();
      assertThat(pipe.sink().isOpen()).isTrue();
      assertThat(pipe.source().isBlocking()).isTrue();
      assertThat(pipe.sink().isBlocking()).isTrue();
    }
  }

  @Test
  default void aPipeHasOneSourceAndOneSink() throws Exception {
    try (var pipe = openPipe()) {
      assertThat(pipe.source()).isSameAs(pipe.source());
      assertThat(pipe.sink()).isSameAs(pipe.sink());
    }
  }

  @Test
  default void bothEndsKnowTheirProvider() throws Exception {
    try (var pipe = openPipe()) {
      assertThat(pipe.source().provider()).isSameAs(provider());
      assertThat(pipe.sink().provider()).isSameAs(provider());
    }
  }

  @Test
  default void theSourceReadsAndTheSinkWrites() throws Exception {
    try (var pipe = openPipe()) {
      assertThat(pipe.source().validOps()).isEqualTo(SelectionKey.OP_READ);
      assertThat(pipe.sink().validOps()).isEqualTo(SelectionKey.OP_WRITE);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void bytesGoThrough(Form form) throws Exception {
    try (var pipe = openPipe()) {
      ByteBuffer source = form.of(new byte[] {1, 2, 3});
      assertThat(pipe.sink().write(source)).isEqualTo(3);
      assertThat(source.hasRemaining()).isFalse();
      ByteBuffer target = form.allocate(5);
      int first = target.position();
      assertThat(pipe.source().read(target)).isEqualTo(3);
      assertThat(target.position()).isEqualTo(first + 3);
      assertThat(target.get(first + 2)).isEqualTo((byte) 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void manyBytesGoThroughInOrder(ThreadKind kind) throws Exception {
    try (var pipe = openPipe()) {
      byte[] sent = Seed.bytes(1_000_000);
      var writer =
          startIn(
              kind,
              () -> {
                ByteBuffer source = ByteBuffer.wrap(sent);
                while (source.hasRemaining()) {
                  pipe.sink().write(source);
                }
                return 0;
              });
      assertThat(readBytes(pipe.source(), sent.length)).isEqualTo(sent);
      writer.result();
    }
  }

  @ParameterizedTest
  @CsvSource({"VIRTUAL,HEAP", "VIRTUAL,DIRECT", "PLATFORM,HEAP", "PLATFORM,DIRECT"})
  default void aBlockingWriteOfAPipeMovesEverything(ThreadKind kind, Form form) throws Exception {
    try (var pipe = startIn(kind, this::openPipe).result()) {
      ByteBuffer source = form.allocate(MORE_THAN_A_PIPE);
      var writer = startIn(kind, () -> pipe.sink().write(source));
      var reader = start(() -> drain(pipe.source()));
      int written = writer.result();
      assertThat(source.position()).isEqualTo(written);
      if (kind == ThreadKind.PLATFORM || channels().writesFullyOnVirtualThreads()) {
        assertThat(written).isEqualTo(MORE_THAN_A_PIPE);
      }
      pipe.sink().close();
      assertThat(reader.result()).isEqualTo(written);
    }
  }

  @Test
  default void aPipeGathersAndScatters() throws Exception {
    try (var pipe = openPipe()) {
      ByteBuffer[] sources = {
        ByteBuffer.allocate(9), ByteBuffer.wrap(new byte[] {1, 2}), Form.DIRECT.of(new byte[] {3})
      };
      assertThat(pipe.sink().write(sources, 1, 2)).isEqualTo(3);
      assertThat(sources[0].remaining()).isEqualTo(9);
      ByteBuffer[] targets = {
        ByteBuffer.allocate(1), ByteBuffer.allocateDirect(1), ByteBuffer.allocate(5)
      };
      assertThat(pipe.source().read(targets)).isEqualTo(3);
      assertThat(targets[0].get(0)).isEqualTo((byte) 1);
      assertThat(targets[1].get(0)).isEqualTo((byte) 2);
      assertThat(targets[2].get(0)).isEqualTo((byte) 3);
      assertThat(targets[2].position()).isEqualTo(1);
    }
  }

  @Test
  default void aHugeArrayOfBuffersGoesThrough() throws Exception {
    try (var pipe = openPipe()) {
      byte[] bytes = Seed.bytes(3_000);
      ByteBuffer[] sources = new ByteBuffer[bytes.length];
      ByteBuffer[] targets = new ByteBuffer[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        sources[i] = ByteBuffer.wrap(bytes, i, 1);
        targets[i] = ByteBuffer.allocate(1);
      }
      int done = 0;
      while (done < bytes.length) {
        done += (int) pipe.sink().write(sources, done, bytes.length - done);
      }
      done = 0;
      while (done < bytes.length) {
        done += (int) pipe.source().read(targets, done, bytes.length - done);
      }
      byte[] received = new byte[bytes.length];
      for (int i = 0; i < received.length; i++) {
        received[i] = targets[i].get(0);
      }
      assertThat(received).isEqualTo(bytes);
    }
  }

  @Test
  default void nothingMovesNothing() throws Exception {
    try (var pipe = openPipe()) {
      assertThat(pipe.sink().write(ByteBuffer.allocate(0))).isZero();
      assertThat(pipe.source().read(ByteBuffer.allocate(0))).isZero();
      assertThat(pipe.sink().write(new ByteBuffer[0])).isZero();
      assertThat(pipe.source().read(new ByteBuffer[0])).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "0,-1", "0,4", "3,1", "4,0"})
  default void rangesOutsideTheBuffersOfAPipeAreRefused(int offset, int length) throws Exception {
    try (var pipe = openPipe()) {
      ByteBuffer[] buffers = new ByteBuffer[3];
      Arrays.setAll(buffers, i -> ByteBuffer.allocate(1));
      assertThatThrownBy(() -> pipe.sink().write(buffers, offset, length))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> pipe.source().read(buffers, offset, length))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  default void aPipeRefusesNull() throws Exception {
    try (var pipe = openPipe()) {
      assertThatThrownBy(() -> pipe.sink().write((ByteBuffer) null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> pipe.source().read((ByteBuffer) null))
          .isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  default void aPipeReadsIntoNoReadOnlyBuffer() throws Exception {
    try (var pipe = openPipe()) {
      pipe.sink().write(ByteBuffer.allocate(1));
      assertThatThrownBy(() -> pipe.source().read(ByteBuffer.allocate(1).asReadOnlyBuffer()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void aSourceWithoutBytesReadsZeroInNonBlockingMode() throws Exception {
    try (var pipe = openPipe()) {
      pipe.source().configureBlocking(false);
      assertThat(pipe.source().read(ByteBuffer.allocate(1))).isZero();
      assertThat(pipe.source().read(new ByteBuffer[] {ByteBuffer.allocate(1)})).isZero();
    }
  }

  @Test
  default void aFullSinkWritesZeroInNonBlockingMode() throws Exception {
    try (var pipe = openPipe()) {
      int filled = pipe.fill();
      assertThat(filled).isPositive();
      pipe.sink().configureBlocking(false);
      ByteBuffer source = ByteBuffer.allocate(100);
      assertThat(pipe.sink().write(source)).isZero();
      assertThat(source.position()).isZero();
      readBytes(pipe.source(), filled);
      assertThat(pipe.sink().write(source)).isEqualTo(100);
    }
  }

  @Test
  default void aSinkTakesWhatFitsInNonBlockingMode() throws Exception {
    try (var pipe = openPipe()) {
      pipe.sink().configureBlocking(false);
      ByteBuffer source = ByteBuffer.allocate(MORE_THAN_A_PIPE);
      int written = pipe.sink().write(source);
      assertThat(written).isBetween(1, MORE_THAN_A_PIPE - 1);
      assertThat(source.position()).isEqualTo(written);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void theEndComesWhenTheSinkCloses(ThreadKind kind) throws Exception {
    try (var pipe = openPipe()) {
      pipe.sink().write(ByteBuffer.allocate(1));
      var reader = startIn(kind, () -> drain(pipe.source()));
      pipe.sink().close();
      assertThat(reader.result()).isEqualTo(1);
      assertThat(pipe.source().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(pipe.source().isOpen()).isTrue();
    }
  }

  @Test
  default void theEndComesInNonBlockingMode() throws Exception {
    try (var pipe = openPipe()) {
      pipe.source().configureBlocking(false);
      pipe.sink().close();
      assertThat(pipe.source().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(pipe.source().read(new ByteBuffer[] {ByteBuffer.allocate(1)})).isEqualTo(-1);
    }
  }

  @Test
  default void aSinkWithoutSourceFailsToWrite() throws Exception {
    try (var pipe = openPipe()) {
      pipe.source().close();
      ByteBuffer source = ByteBuffer.allocate(1);
      assertThatThrownBy(() -> pipe.sink().write(source))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ClosedChannelException.class);
      assertThat(source.position()).isZero();
      assertThat(pipe.sink().isOpen()).isTrue();
    }
  }
}
