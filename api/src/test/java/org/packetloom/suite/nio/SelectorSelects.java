// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What selections that add to the selected keys do with keys, ready sets, counts and timeouts. */
public interface SelectorSelects extends SelectorRow {
  @ParameterizedTest
  @EnumSource
  default void aBlockedSelectEndsWhenAChannelGetsReady(ThreadKind kind) throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      var select = startBlockedSelect(kind, selector);
      writeTo(pipe);
      assertThat(select.result()).isEqualTo(1);
      assertThat(selector.selectedKeys()).isEqualTo(Set.of(key));
      assertThat(key.isReadable()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aTimedSelectEndsWhenAChannelGetsReady(ThreadKind kind) throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      registerForReading(selector, pipe.source());
      var select = startBlocked(kind, () -> selector.select(60_000));
      writeTo(pipe);
      assertThat(select.result()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aTimedSelectEndsAfterItsTime(ThreadKind kind) throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      registerForReading(selector, pipe.source());
      long begin = System.nanoTime();
      assertThat(startIn(kind, () -> selector.select(30)).result()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(28));
      assertThat(selector.selectedKeys()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aSelectorWithoutKeysWaitsForItsTime(ThreadKind kind) throws Exception {
    try (var selector = openSelector()) {
      long begin = System.nanoTime();
      assertThat(startIn(kind, () -> selector.select(20)).result()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(18));
    }
  }

  @Test
  default void aNegativeTimeoutIsRefused() throws Exception {
    try (var selector = openSelector()) {
      assertThatThrownBy(() -> selector.select(-1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> selector.select(key -> {}, -1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void aHugeTimeoutIsLikeNone() throws Exception {
    try (var selector = openSelector()) {
      var select = startBlocked(ThreadKind.VIRTUAL, () -> selector.select(Long.MAX_VALUE));
      selector.wakeup();
      assertThat(select.result()).isZero();
    }
  }

  @Test
  default void selectNowDoesNotWait() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      assertThat(selector.selectNow()).isZero();
      registerForReading(selector, pipe.source());
      assertThat(selector.selectNow()).isZero();
      writeTo(pipe);
      assertThat(selector.selectNow()).isEqualTo(1);
    }
  }

  @Test
  default void aKeyThatIsSelectedAlreadyIsNotCounted() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      writeTo(pipe);
      assertThat(selector.select()).isEqualTo(1);
      assertThat(selector.selectNow()).isZero();
      assertThat(selector.selectedKeys()).containsExactly(key);
      assertThat(key.isReadable()).isTrue();
    }
  }

  @Test
  default void aSelectedKeyKeepsWhatItWasReadyFor() throws Exception {
    try (var selector = openSelector();
        var pair = tcpPair()) {
      SelectionKey key = pair.near().register(selector, SelectionKey.OP_WRITE);
      assertThat(selector.select()).isEqualTo(1);
      key.interestOps(SelectionKey.OP_READ);
      pair.far().write(ByteBuffer.allocate(1));
      assertThat(selector.select()).isEqualTo(1);
      assertThat(key.readyOps()).isEqualTo(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  @Test
  default void aKeyTakenOutForgetsWhatItWasReadyFor() throws Exception {
    try (var selector = openSelector();
        var pair = tcpPair()) {
      SelectionKey key = pair.near().register(selector, SelectionKey.OP_WRITE);
      assertSelects(selector, key, SelectionKey.OP_WRITE);
      key.interestOps(SelectionKey.OP_READ);
      pair.far().write(ByteBuffer.allocate(1));
      assertSelects(selector, key, SelectionKey.OP_READ);
    }
  }

  @Test
  default void aSelectedKeyIsNotTakenOutWhenItsChannelIsReadyNoMore() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      writeTo(pipe);
      selector.select();
      pipe.source().read(ByteBuffer.allocate(1));
      assertThat(selector.selectNow()).isZero();
      assertThat(selector.selectedKeys()).containsExactly(key);
      assertThat(key.isReadable()).isTrue();
    }
  }

  @Test
  default void severalChannelsGetReadyAtOnce() throws Exception {
    try (var selector = openSelector();
        var one = openNonBlockingPipe();
        var two = openNonBlockingPipe();
        var three = openNonBlockingPipe()) {
      SelectionKey first = registerForReading(selector, one.source());
      registerForReading(selector, two.source());
      SelectionKey third = registerForReading(selector, three.source());
      writeTo(one);
      writeTo(three);
      assertThat(selector.selectNow()).isEqualTo(2);
      assertThat(selector.selectedKeys()).isEqualTo(Set.of(first, third));
    }
  }

  @Test
  default void bothEndsOfAPipeHaveKeysOfTheirOwn() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey source = registerForReading(selector, pipe.source());
      SelectionKey sink = pipe.sink().register(selector, SelectionKey.OP_WRITE);
      assertThat(selector.selectNow()).isEqualTo(1);
      assertThat(selector.selectedKeys()).containsExactly(sink);
      writeTo(pipe);
      assertThat(selector.select()).isEqualTo(1);
      assertThat(selector.selectedKeys()).isEqualTo(Set.of(source, sink));
    }
  }

  @Test
  default void whatIsReadyInTwoSelectorsIsToldByBoth() throws Exception {
    try (var one = openSelector();
        var two = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey first = registerForReading(one, pipe.source());
      SelectionKey second = registerForReading(two, pipe.source());
      writeTo(pipe);
      assertSelects(one, first, SelectionKey.OP_READ);
      assertSelects(two, second, SelectionKey.OP_READ);
    }
  }

  @Test
  default void aSelectionInsideSynchronizesOnTheSelectorAndItsSelectedKeys() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      registerForReading(selector, pipe.source());
      writeTo(pipe);
      boolean[] held = new boolean[2];
      selector.select(
          key -> {
            held[0] = Thread.holdsLock(selector);
            held[1] = Thread.holdsLock(selector.selectedKeys());
          });
      assertThat(held).containsExactly(true, true);
    }
  }
}
