// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends of streams, of one direction or both, and resets. */
public interface SocketChannelEnds extends StreamChannelRow {
  @Test
  default void readTellsTheEndAgainAndAgain() throws Exception {
    try (var pair = pair()) {
      pair.far().close();
      for (int i = 0; i < 3; i++) {
        ByteBuffer buffer = ByteBuffer.allocate(1);
        assertThat(pair.near().read(buffer)).isEqualTo(-1);
        assertThat(buffer.position()).isZero();
      }
      assertThat(pair.near().isOpen()).isTrue();
      assertThat(pair.near().isConnected()).isTrue();
    }
  }

  @Test
  default void whatWasSentBeforeTheEndIsRead() throws Exception {
    try (var pair = pair()) {
      pair.far().write(ByteBuffer.wrap(new byte[] {1, 2}));
      pair.far().close();
      assertThat(readBytes(pair.near(), 2)).containsExactly(1, 2);
      assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void theEndWakesABlockedRead(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      var reader = startBlockedRead(kind, pair.near());
      pair.far().close();
      assertThat(reader.result()).isEqualTo(-1);
    }
  }

  @Test
  default void shutdownOutputEndsOneDirectionOnly() throws Exception {
    try (var pair = pair()) {
      assertThat(pair.far().shutdownOutput()).isSameAs(pair.far());
      assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertArrives(pair.near(), pair.far());
      assertThat(pair.far().isOpen()).isTrue();
    }
  }

  @Test
  default void writesAfterShutdownOutputAreRefused() throws Exception {
    try (var pair = pair()) {
      pair.near().shutdownOutput();
      ByteBuffer source = ByteBuffer.allocate(1);
      assertThatThrownBy(() -> pair.near().write(source))
          .isInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(() -> pair.near().write(new ByteBuffer[] {source}))
          .isInstanceOf(ClosedChannelException.class);
      assertThat(source.position()).isZero();
      assertThat(pair.near().isOpen()).isTrue();
    }
  }

  @Test
  default void shutdownOutputTwiceDoesNothing() throws Exception {
    try (var pair = pair()) {
      pair.near().shutdownOutput();
      assertThat(pair.near().shutdownOutput()).isSameAs(pair.near());
    }
  }

  @Test
  default void readsAfterShutdownInputAreAtTheEnd() throws Exception {
    try (var pair = pair()) {
      assertThat(pair.near().shutdownInput()).isSameAs(pair.near());
      assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(pair.near().read(new ByteBuffer[] {ByteBuffer.allocate(1)})).isEqualTo(-1);
      assertArrives(pair.near(), pair.far());
    }
  }

  @Test
  default void whatHadArrivedBeforeShutdownInputIsNotRead() throws Exception {
    try (var pair = pair()) {
      pair.far().write(ByteBuffer.allocate(10));
      pair.near().shutdownInput();
      assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  default void shutdownInputTwiceDoesNothing() throws Exception {
    try (var pair = pair()) {
      pair.near().shutdownInput();
      assertThat(pair.near().shutdownInput()).isSameAs(pair.near());
    }
  }

  @Test
  default void shutdownsDoNotMindThatThePeerLeft() throws Exception {
    try (var pair = pair()) {
      pair.far().close();
      assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      pair.near().shutdownInput();
      pair.near().shutdownOutput();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void shutdownInputWakesABlockedReadWithTheEnd(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      var reader = startBlockedRead(kind, pair.near());
      pair.near().shutdownInput();
      assertThat(reader.result()).isEqualTo(-1);
      assertThat(pair.near().isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void shutdownOutputWakesABlockedWrite(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      var writer = startBlockedWrite(kind, pair.near());
      pair.near().shutdownOutput();
      assertWriteClosedMeanwhile(writer);
      assertThat(pair.near().isOpen()).isTrue();
    }
  }

  @Test
  default void writesToAPeerThatLeftFailInTheEnd() throws Exception {
    try (var pair = pair()) {
      pair.far().close();
      assertThatThrownBy(() -> writeUntilItFails(pair))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ClosedChannelException.class);
      assertThat(pair.near().isOpen()).isTrue();
    }
  }

  private static void writeUntilItFails(ChannelPair pair) throws IOException {
    while (true) {
      pair.near().write(ByteBuffer.allocate(10_000));
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aBlockedWriteFailsWhenThePeerLeaves(ThreadKind kind) throws Exception {
    try (var pair = pair()) {
      var writer = startBlockedWrite(kind, pair.near());
      pair.far().close();
      writer
          .assertFailure()
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  default void aResetFailsEveryReadFromThenOn() throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      pair.far().setOption(StandardSocketOptions.SO_LINGER, 0);
      pair.far().close();
      for (int i = 0; i < 3; i++) {
        ByteBuffer buffer = ByteBuffer.allocate(1);
        assertThat(catchThrowable(() -> pair.near().read(buffer)))
            .isInstanceOf(SocketException.class)
            .hasMessageContaining("reset");
        assertThat(buffer.position()).isZero();
      }
      assertThat(pair.near().isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aResetWakesABlockedRead(ThreadKind kind) throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      var reader = startBlockedRead(kind, pair.near());
      pair.far().setOption(StandardSocketOptions.SO_LINGER, 0);
      pair.far().close();
      reader
          .assertFailure()
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  default void closeSendsWhatWasWritten() throws Exception {
    try (var pair = pair()) {
      pair.near().write(ByteBuffer.allocate(50_000));
      pair.near().close();
      assertThat(drain(pair.far())).isEqualTo(50_000);
    }
  }

  @Test
  default void aChannelClosedInNonBlockingModeSendsWhatWasWritten() throws Exception {
    try (var pair = pair()) {
      pair.near().configureBlocking(false);
      int written = pair.near().write(ByteBuffer.allocate(50_000));
      pair.near().close();
      assertThat(drain(pair.far())).isEqualTo(written);
    }
  }
}
