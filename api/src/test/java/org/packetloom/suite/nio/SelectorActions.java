// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Selections that perform an action on each key. */
public interface SelectorActions extends SelectorRow {
  @ParameterizedTest
  @EnumSource
  default void theActionGetsEachReadyKey(ThreadKind kind) throws Exception {
    try (var selector = openSelector();
        var one = openNonBlockingPipe();
        var two = openNonBlockingPipe();
        var three = openNonBlockingPipe()) {
      SelectionKey first = registerForReading(selector, one.source());
      registerForReading(selector, two.source());
      SelectionKey third = registerForReading(selector, three.source());
      writeTo(one);
      writeTo(three);
      List<SelectionKey> seen = new ArrayList<>();
      int count = startIn(kind, () -> selector.select(seen::add)).result();
      assertThat(count).isEqualTo(2);
      assertThat(seen).containsExactlyInAnyOrder(first, third);
      assertThat(first.isReadable()).isTrue();
    }
  }

  @Test
  default void theActionDoesNotAddToTheSelectedKeys() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      registerForReading(selector, pipe.source());
      writeTo(pipe);
      assertThat(selector.select(key -> {})).isEqualTo(1);
      assertThat(selector.selectedKeys()).isEmpty();
      assertThat(selector.select(key -> {}, 1_000)).isEqualTo(1);
      assertThat(selector.selectedKeys()).isEmpty();
      assertThat(selector.selectNow(key -> {})).isEqualTo(1);
      assertThat(selector.selectedKeys()).isEmpty();
    }
  }

  @Test
  default void theActionSeesExactlyWhatTheKeyIsReadyFor() throws Exception {
    try (var selector = openSelector();
        var pair = tcpPair()) {
      pair.near().register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      var operations = new AtomicInteger();
      selector.select(key -> operations.accumulateAndGet(key.readyOps(), (a, b) -> a | b));
      assertThat(operations).hasValue(SelectionKey.OP_WRITE);
      pair.far().write(ByteBuffer.allocate(1));
      pair.near().keyFor(selector).interestOps(SelectionKey.OP_READ);
      operations.set(0);
      selector.select(key -> operations.accumulateAndGet(key.readyOps(), (a, b) -> a | b));
      assertThat(operations).hasValue(SelectionKey.OP_READ);
    }
  }

  @Test
  default void theActionIsPerformedAgainAsLongAsTheChannelIsReady() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      registerForReading(selector, pipe.source());
      writeTo(pipe);
      for (int i = 0; i < 3; i++) {
        assertThat(selector.selectNow(key -> {})).isEqualTo(1);
      }
      pipe.source().read(ByteBuffer.allocate(1));
      assertThat(selector.selectNow(key -> {})).isZero();
    }
  }

  @Test
  default void anActionIsNeeded() throws Exception {
    try (var selector = openSelector()) {
      Consumer<SelectionKey> none = null;
      assertThatThrownBy(() -> selector.select(none)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> selector.select(none, 1)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> selector.selectNow(none)).isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  default void whatTheActionThrowsIsThrown() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      registerForReading(selector, pipe.source());
      writeTo(pipe);
      var failure = new IllegalStateException("by the action");
      assertThatThrownBy(
              () ->
                  selector.select(
                      key -> {
                        throw failure;
                      }))
          .isSameAs(failure);
      assertThat(selector.selectNow(key -> {})).isEqualTo(1);
    }
  }

  @Test
  default void theActionMayCancelKeys() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      registerForReading(selector, pipe.source());
      writeTo(pipe);
      assertThat(selector.select(SelectionKey::cancel)).isEqualTo(1);
      assertThat(pipe.source().keyFor(selector)).matches(key -> key == null || !key.isValid());
      selector.selectNow(); // the JDK takes them out no sooner
      assertThat(selector.keys()).isEmpty();
      assertThat(pipe.source().isRegistered()).isFalse();
    }
  }

  @Test
  default void theActionMayCloseChannels() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      registerForReading(selector, pipe.source());
      writeTo(pipe);
      selector.select(
          key -> {
            try {
              key.channel().close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      assertThat(pipe.source().isOpen()).isFalse();
      selector.selectNow(); // the JDK takes the key out no sooner
      assertThat(selector.keys()).isEmpty();
    }
  }

  @Test
  default void theActionMayChangeInterest() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      registerForReading(selector, pipe.source());
      writeTo(pipe);
      assertThat(selector.select(key -> key.interestOps(0))).isEqualTo(1);
      assertThat(selector.selectNow(key -> {})).isZero();
    }
  }

  @Test
  default void theActionMayRegisterChannels() throws Exception {
    try (var selector = openSelector();
        var one = openNonBlockingPipe();
        var two = openNonBlockingPipe()) {
      SelectionKey first = registerForReading(selector, one.source());
      writeTo(one);
      writeTo(two);
      selector.select(
          key -> {
            try {
              registerForReading(selector, two.source());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      SelectionKey second = two.source().keyFor(selector);
      assertThat(selector.selectNow()).isEqualTo(2);
      assertThat(selector.selectedKeys()).isEqualTo(Set.of(first, second));
    }
  }

  @Test
  default void anActionThatClosesTheSelectorIsTold() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      registerForReading(selector, pipe.source());
      writeTo(pipe);
      assertThatThrownBy(
              () ->
                  selector.select(
                      key -> {
                        try {
                          key.selector().close();
                        } catch (IOException e) {
                          throw new UncheckedIOException(e);
                        }
                      }))
          .isInstanceOf(ClosedSelectorException.class);
      assertThat(selector.isOpen()).isFalse();
    }
  }

  @Test
  default void anActionWithATimeWaitsForIt() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      registerForReading(selector, pipe.source());
      long begin = System.nanoTime();
      assertThat(selector.select(key -> {}, 20)).isZero();
      assertThat(System.nanoTime() - begin).isGreaterThan(18_000_000L);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aBlockedSelectionWithActionEndsByWakeup(ThreadKind kind) throws Exception {
    try (var selector = openSelector()) {
      var select = startBlocked(kind, () -> selector.select(key -> {}));
      selector.wakeup();
      assertThat(select.result()).isZero();
    }
  }
}
