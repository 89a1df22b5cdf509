// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.IllegalBlockingModeException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;

/** Socket channels that do not wait, and the change between the modes. */
public interface SocketChannelNonBlocking extends StreamChannelRow {
  /** Two channels whose near one does not wait. */
  private ChannelPair openNonBlocking() throws Exception {
    ChannelPair pair = pair();
    pair.near().configureBlocking(false);
    return pair;
  }

  @Test
  default void configureBlockingGivesTheChannel() throws Exception {
    try (var channel = openSocket()) {
      assertThat(channel.configureBlocking(false)).isSameAs(channel);
      assertThat(channel.isBlocking()).isFalse();
      assertThat(channel.configureBlocking(false)).isSameAs(channel);
      assertThat(channel.isBlocking()).isFalse();
      assertThat(channel.configureBlocking(true)).isSameAs(channel);
      assertThat(channel.isBlocking()).isTrue();
    }
  }

  @Test
  default void aChannelHasOneBlockingLock() throws Exception {
    try (var channel = openSocket()) {
      assertThat(channel.blockingLock()).isNotNull().isSameAs(channel.blockingLock());
    }
  }

  @Test
  default void aReadOfNothingIsZero() throws Exception {
    try (var pair = openNonBlocking()) {
      ByteBuffer buffer = ByteBuffer.allocate(1);
      assertThat(pair.near().read(buffer)).isZero();
      assertThat(pair.near().read(new ByteBuffer[] {buffer})).isZero();
      assertThat(buffer.position()).isZero();
    }
  }

  @Test
  default void aReadTakesWhatIsThere() throws Exception {
    try (var pair = openNonBlocking()) {
      pair.far().write(ByteBuffer.wrap(new byte[] {5}));
      ByteBuffer buffer = ByteBuffer.allocate(10);
      Await.until("a byte", () -> read(pair, buffer) == 1);
      assertThat(buffer.get(0)).isEqualTo((byte) 5);
      assertThat(pair.near().read(buffer)).isZero();
    }
  }

  private static int read(ChannelPair pair, ByteBuffer buffer) {
    try {
      return pair.near().read(buffer);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void aReadTellsTheEnd() throws Exception {
    try (var pair = openNonBlocking()) {
      pair.far().close();
      Await.until("the end", () -> read(pair, ByteBuffer.allocate(1)) == -1);
    }
  }

  @Test
  default void aReadAfterShutdownInputTellsTheEnd() throws Exception {
    try (var pair = openNonBlocking()) {
      pair.near().shutdownInput();
      assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aWriteTakesWhatFits(Form form) throws Exception {
    try (var pair = openNonBlocking()) {
      ByteBuffer source = form.allocate(moreThanBuffers());
      int first = source.position();
      int limit = source.limit();
      int written = pair.near().write(source);
      assertThat(written).isBetween(1, moreThanBuffers() - 1);
      assertThat(source.position()).isEqualTo(first + written);
      assertThat(source.limit()).isEqualTo(limit);
    }
  }

  @Test
  default void aGatheringWriteTakesWhatFits() throws Exception {
    try (var pair = openNonBlocking()) {
      ByteBuffer[] sources = {
        ByteBuffer.allocate(moreThanBuffers() / 2), ByteBuffer.allocateDirect(moreThanBuffers() / 2)
      };
      long written = pair.near().write(sources);
      assertThat(written).isBetween(1L, moreThanBuffers() - 1L);
      assertThat(sources[0].position() + sources[1].position()).isEqualTo((int) written);
    }
  }

  @Test
  default void aWriteIntoFullBuffersIsZero() throws Exception {
    try (var pair = openNonBlocking()) {
      fill(pair.near());
      pair.near().configureBlocking(false);
      ByteBuffer source = ByteBuffer.allocate(PART);
      Await.until("full", () -> write(pair, source.clear()) == 0);
      assertThat(source.position()).isZero();
    }
  }

  private static int write(ChannelPair pair, ByteBuffer source) {
    try {
      return pair.near().write(source);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void aWriteGoesOnOnceThePeerHasRead() throws Exception {
    try (var pair = openNonBlocking()) {
      long filled = fill(pair.near());
      pair.near().configureBlocking(false);
      readBytes(pair.far(), (int) filled);
      Await.until("room", () -> write(pair, ByteBuffer.allocate(1)) == 1);
    }
  }

  @Test
  default void streamsOfAChannelThatDoesNotWaitAreRefused() throws Exception {
    try (var pair = openNonBlocking()) {
      var in = Channels.newInputStream(pair.near());
      var out = Channels.newOutputStream(pair.near());
      assertThatThrownBy(in::read).isInstanceOf(IllegalBlockingModeException.class);
      assertThatThrownBy(() -> out.write(1)).isInstanceOf(IllegalBlockingModeException.class);
    }
  }

  @Test
  default void theNewModeHoldsFromThenOn() throws Exception {
    try (var pair = openNonBlocking()) {
      assertThat(pair.near().read(ByteBuffer.allocate(1))).isZero();
      pair.near().configureBlocking(true);
      var reader = startBlockedRead(ThreadKind.VIRTUAL, pair.near());
      pair.far().write(ByteBuffer.allocate(1));
      assertThat(reader.result()).isEqualTo(1);
    }
  }

  @Test
  default void theModeCanBeChangedWhileAThreadReads() throws Exception {
    try (var pair = pair()) {
      var reader = startBlockedRead(ThreadKind.VIRTUAL, pair.near());
      var changer = start(() -> pair.near().configureBlocking(false));
      pair.far().write(ByteBuffer.allocate(1));
      assertThat(reader.result()).isEqualTo(1);
      changer.result();
      assertThat(pair.near().isBlocking()).isFalse();
    }
  }

  @Test
  default void theModeCanBeChangedUnderTraffic() throws Exception {
    try (var pair = pair()) {
      int count = Scale.rounds(5_000);
      var over = new AtomicBoolean();
      var changer =
          startAction(
              () -> {
                for (boolean block = false; !over.get(); block = !block) {
                  pair.near().configureBlocking(block);
                  Thread.yield();
                }
              });
      var writer =
          startAction(
              () -> {
                for (int i = 0; i < count; i++) {
                  pair.far().write(ByteBuffer.allocate(1));
                }
              });
      int received = 0;
      ByteBuffer buffer = ByteBuffer.allocate(100);
      while (received < count) {
        received += pair.near().read(buffer.clear());
      }
      over.set(true);
      writer.result();
      changer.result();
      assertThat(received).isEqualTo(count);
    }
  }
}
