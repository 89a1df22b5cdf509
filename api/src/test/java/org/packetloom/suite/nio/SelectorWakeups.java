// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.SelectionKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Await;

/** Wake-ups, interrupts, closes, registrations and cancels before and during a selection. */
public interface SelectorWakeups extends SelectorRow {
  @ParameterizedTest
  @EnumSource
  default void wakeupEndsABlockedSelect(ThreadKind kind) throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      registerForReading(selector, pipe.source());
      var select = startBlockedSelect(kind, selector);
      assertThat(selector.wakeup()).isSameAs(selector);
      assertThat(select.result()).isZero();
      assertThat(select.endedInterrupted()).isFalse();
      assertThat(selector.selectedKeys()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void wakeupEndsABlockedTimedSelect(ThreadKind kind) throws Exception {
    try (var selector = openSelector()) {
      var select = startBlocked(kind, () -> selector.select(60_000));
      selector.wakeup();
      assertThat(select.result()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void wakeupBeforeASelectEndsIt(ThreadKind kind) throws Exception {
    try (var selector = openSelector()) {
      selector.wakeup();
      assertThat(startIn(kind, () -> selector.select()).result()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void severalWakeupsEndOneSelectOnly(ThreadKind kind) throws Exception {
    try (var selector = openSelector()) {
      selector.wakeup();
      selector.wakeup();
      selector.wakeup();
      assertThat(startIn(kind, () -> selector.select()).result()).isZero();
      var second = startBlockedSelect(kind, selector);
      selector.wakeup();
      assertThat(second.result()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void selectNowClearsAWakeup(ThreadKind kind) throws Exception {
    try (var selector = openSelector()) {
      selector.wakeup();
      assertThat(selector.selectNow()).isZero();
      var select = startBlockedSelect(kind, selector);
      selector.wakeup();
      select.result();
    }
  }

  @Test
  default void wakeupDoesNotHideWhatIsReady() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      writeTo(pipe);
      selector.wakeup();
      assertThat(selector.select()).isEqualTo(1);
      assertThat(selector.selectedKeys()).containsExactly(key);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptEndsABlockedSelect(ThreadKind kind) throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      registerForReading(selector, pipe.source());
      var select = startBlockedSelect(kind, selector);
      select.interrupt();
      assertThat(select.result()).isZero();
      assertThat(select.endedInterrupted()).isTrue();
      assertThat(selector.isOpen()).isTrue();
      assertThat(pipe.source().isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptBeforeASelectEndsIt(ThreadKind kind) throws Exception {
    try (var selector = openSelector()) {
      var select = startInterrupted(kind, () -> selector.select() + selector.select());
      assertThat(select.result()).isZero();
      assertThat(select.endedInterrupted()).isTrue();
      assertThat(selector.isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aSelectorServesOthersAfterAnInterrupt(ThreadKind kind) throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      var select = startBlockedSelect(kind, selector);
      select.interrupt();
      select.result();
      selector.selectNow(); // the interrupt may have left a wakeup
      var second = startBlockedSelect(kind, selector);
      writeTo(pipe);
      assertThat(second.result()).isEqualTo(1);
      assertThat(selector.selectedKeys()).containsExactly(key);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void closeEndsABlockedSelect(ThreadKind kind) throws Exception {
    try (var pipe = openNonBlockingPipe()) {
      var selector = openSelector();
      SelectionKey key = registerForReading(selector, pipe.source());
      var select = startBlockedSelect(kind, selector);
      selector.close();
      assertThat(select.result()).isZero();
      assertThat(select.endedInterrupted()).isFalse();
      assertThat(key.isValid()).isFalse();
      assertThat(pipe.source().isRegistered()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aChannelCanBeRegisteredDuringASelect(ThreadKind kind) throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      writeTo(pipe);
      var select = startBlockedSelect(kind, selector);
      SelectionKey key = registerForReading(selector, pipe.source());
      assertThat(selector.keys()).containsExactly(key);
      selector.wakeup();
      select.result();
      selector.selectedKeys().clear();
      assertSelects(selector, key, SelectionKey.OP_READ);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void interestChangedDuringASelectCountsInTheNext(ThreadKind kind) throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      writeTo(pipe);
      SelectionKey key = pipe.source().register(selector, 0);
      var select = startBlockedSelect(kind, selector);
      key.interestOps(SelectionKey.OP_READ);
      selector.wakeup();
      select.result();
      selector.selectedKeys().clear();
      assertSelects(selector, key, SelectionKey.OP_READ);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aKeyCancelledDuringASelectIsGoneAfterIt(ThreadKind kind) throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      var select = startBlockedSelect(kind, selector);
      key.cancel();
      selector.wakeup();
      select.result();
      assertThat(selector.keys()).isEmpty();
      assertThat(pipe.source().isRegistered()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aChannelClosedDuringASelectIsGoneAfterIt(ThreadKind kind) throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      var select = startBlockedSelect(kind, selector);
      pipe.source().close();
      assertThat(key.isValid()).isFalse();
      selector.wakeup();
      select.result();
      assertThat(selector.keys()).isEmpty();
      assertThat(selector.selectedKeys()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void theKeySetCanBeReadDuringASelect(ThreadKind kind) throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      var select = startBlockedSelect(kind, selector);
      assertThat(selector.keys()).containsExactly(key);
      assertThat(selector.keys().contains(key)).isTrue();
      selector.wakeup();
      select.result();
    }
  }

  @Test
  default void aSecondSelectWaitsForTheFirst() throws Exception {
    try (var selector = openSelector()) {
      var first = startBlockedSelect(ThreadKind.VIRTUAL, selector);
      var second = startIn(ThreadKind.PLATFORM, () -> selector.select());
      Await.until("second waits", () -> second.thread().getState() == Thread.State.BLOCKED);
      selector.wakeup();
      assertThat(first.result()).isZero();
      selector.wakeup();
      assertThat(second.result()).isZero();
    }
  }
}
