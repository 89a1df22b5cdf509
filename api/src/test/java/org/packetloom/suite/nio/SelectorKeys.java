// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectionKey;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Registrations and their keys. */
public interface SelectorKeys extends SelectorRow {
  @Test
  default void aNewSelectorIsOpenAndEmpty() throws Exception {
    try (var selector = openSelector()) {
      assertThat(selector.isOpen()).isTrue();
      assertThat(selector.keys()).isEmpty();
      assertThat(selector.selectedKeys()).isEmpty();
      assertThat(selector.provider()).isSameAs(provider());
    }
  }

  @Test
  default void aRegistrationHasAKey() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = pipe.source().register(selector, SelectionKey.OP_READ, "note");
      assertThat(key.channel()).isSameAs(pipe.source());
      assertThat(key.selector()).isSameAs(selector);
      assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ);
      assertThat(key.readyOps()).isZero();
      assertThat(key.attachment()).isEqualTo("note");
      assertThat(key.isValid()).isTrue();
    }
  }

  @Test
  default void aRegistrationIsTold() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      assertThat(pipe.source().isRegistered()).isFalse();
      assertThat(pipe.source().keyFor(selector)).isNull();
      SelectionKey key = registerForReading(selector, pipe.source());
      assertThat(pipe.source().isRegistered()).isTrue();
      assertThat(pipe.source().keyFor(selector)).isSameAs(key);
      assertThat(selector.keys()).isEqualTo(Set.of(key));
      assertThat(selector.selectedKeys()).isEmpty();
    }
  }

  @Test
  default void aBlockingChannelIsNotRegistered() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      pipe.source().configureBlocking(true);
      assertThatThrownBy(() -> registerForReading(selector, pipe.source()))
          .isInstanceOf(IllegalBlockingModeException.class);
      assertThat(selector.keys()).isEmpty();
    }
  }

  @Test
  default void operationsThatAChannelLacksAreRefused() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe();
        var server = listenNonBlocking()) {
      assertThatThrownBy(() -> pipe.source().register(selector, SelectionKey.OP_WRITE))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> pipe.sink().register(selector, SelectionKey.OP_READ))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> server.register(selector, SelectionKey.OP_READ))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> pipe.source().register(selector, 1 << 10))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(selector.keys()).isEmpty();
    }
  }

  @Test
  default void aChannelOfAnotherProviderIsRefused() throws Exception {
    try (var selector = openSelector();
        var foreign = new ForeignChannel()) {
      foreign.configureBlocking(false);
      assertThatThrownBy(() -> foreign.register(selector, SelectionKey.OP_READ))
          .isInstanceOf(IllegalSelectorException.class);
      assertThat(selector.keys()).isEmpty();
    }
  }

  @Test
  default void aRegistrationNeedsASelector() throws Exception {
    try (var pipe = openNonBlockingPipe()) {
      assertThatThrownBy(() -> pipe.source().register(null, SelectionKey.OP_READ))
          .isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  default void aClosedSelectorRegistersNothing() throws Exception {
    try (var pipe = openNonBlockingPipe()) {
      var selector = openSelector();
      selector.close();
      assertThatThrownBy(() -> registerForReading(selector, pipe.source()))
          .isInstanceOf(ClosedSelectorException.class);
      assertThat(pipe.source().isRegistered()).isFalse();
    }
  }

  @Test
  default void registeringAgainChangesTheKey() throws Exception {
    try (var selector = openSelector();
        var pair = tcpPair()) {
      SelectionKey key = pair.near().register(selector, SelectionKey.OP_READ, "old");
      assertThat(pair.near().register(selector, SelectionKey.OP_WRITE, "new")).isSameAs(key);
      assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_WRITE);
      assertThat(key.attachment()).isEqualTo("new");
      assertThat(selector.keys()).hasSize(1);
      assertSelects(selector, key, SelectionKey.OP_WRITE);
    }
  }

  @Test
  default void aCancelledRegistrationIsNotRenewedBeforeASelection() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      key.cancel();
      assertThatThrownBy(() -> registerForReading(selector, pipe.source()))
          .isInstanceOf(CancelledKeyException.class);
      selector.selectNow();
      SelectionKey second = registerForReading(selector, pipe.source());
      assertThat(second).isNotSameAs(key);
      assertThat(second.isValid()).isTrue();
      writeTo(pipe);
      assertSelects(selector, second, SelectionKey.OP_READ);
    }
  }

  @Test
  default void interestCanBeChanged() throws Exception {
    try (var selector = openSelector();
        var pair = tcpPair()) {
      SelectionKey key = pair.near().register(selector, 0);
      assertThat(key.interestOps()).isZero();
      assertThat(key.interestOps(SelectionKey.OP_READ)).isSameAs(key);
      assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ);
      assertThat(key.interestOpsOr(SelectionKey.OP_WRITE)).isEqualTo(SelectionKey.OP_READ);
      assertThat(key.interestOpsAnd(~SelectionKey.OP_READ))
          .isEqualTo(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_WRITE);
    }
  }

  @Test
  default void interestInWhatAChannelLacksIsRefused() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      assertThatThrownBy(() -> key.interestOps(SelectionKey.OP_WRITE))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> key.interestOpsOr(SelectionKey.OP_ACCEPT))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ);
      assertThat(key.interestOpsAnd(-1)).isEqualTo(SelectionKey.OP_READ);
      assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ);
    }
  }

  @Test
  default void attachmentsCanBeExchanged() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      assertThat(key.attachment()).isNull();
      assertThat(key.attach("one")).isNull();
      assertThat(key.attach("two")).isEqualTo("one");
      assertThat(key.attach(null)).isEqualTo("two");
      assertThat(key.attachment()).isNull();
    }
  }

  @Test
  default void aCancelledKeyIsInvalid() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = pipe.source().register(selector, SelectionKey.OP_READ, "note");
      key.cancel();
      key.cancel();
      assertThat(key.isValid()).isFalse();
      assertThat(key.channel()).isSameAs(pipe.source());
      assertThat(key.selector()).isSameAs(selector);
      assertThat(key.attachment()).isEqualTo("note");
    }
  }

  @Test
  default void aCancelledKeyTellsNoOperations() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      key.cancel();
      assertThatThrownBy(key::interestOps).isInstanceOf(CancelledKeyException.class);
      assertThatThrownBy(() -> key.interestOps(0)).isInstanceOf(CancelledKeyException.class);
      assertThatThrownBy(() -> key.interestOpsOr(0)).isInstanceOf(CancelledKeyException.class);
      assertThatThrownBy(() -> key.interestOpsAnd(0)).isInstanceOf(CancelledKeyException.class);
      assertThatThrownBy(key::readyOps).isInstanceOf(CancelledKeyException.class);
      assertThatThrownBy(key::isReadable).isInstanceOf(CancelledKeyException.class);
      assertThatThrownBy(key::isWritable).isInstanceOf(CancelledKeyException.class);
      assertThatThrownBy(key::isConnectable).isInstanceOf(CancelledKeyException.class);
      assertThatThrownBy(key::isAcceptable).isInstanceOf(CancelledKeyException.class);
    }
  }

  @Test
  default void aCancelledKeyStaysUntilTheNextSelection() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      key.cancel();
      assertThat(selector.keys()).contains(key);
      assertThat(selector.selectNow()).isZero();
      assertThat(selector.keys()).isEmpty();
      assertThat(pipe.source().isRegistered()).isFalse();
      assertThat(pipe.source().keyFor(selector)).isNull();
    }
  }

  @Test
  default void aCancelledKeyLeavesTheSelectedOnes() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      writeTo(pipe);
      assertThat(selector.select()).isEqualTo(1);
      key.cancel();
      assertThat(selector.selectedKeys()).contains(key);
      assertThat(selector.selectNow()).isZero();
      assertThat(selector.selectedKeys()).isEmpty();
    }
  }

  @Test
  default void aRegisteredChannelStaysNonBlocking() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      assertThatThrownBy(() -> pipe.source().configureBlocking(true))
          .isInstanceOf(IllegalBlockingModeException.class);
      pipe.source().configureBlocking(false);
      key.cancel();
      selector.selectNow();
      pipe.source().configureBlocking(true);
      assertThat(pipe.source().isBlocking()).isTrue();
    }
  }

  @Test
  default void closingAChannelCancelsItsKeys() throws Exception {
    try (var one = openSelector();
        var two = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey first = registerForReading(one, pipe.source());
      SelectionKey second = registerForReading(two, pipe.source());
      pipe.source().close();
      assertThat(first.isValid()).isFalse();
      assertThat(second.isValid()).isFalse();
      one.selectNow();
      two.selectNow();
      assertThat(one.keys()).isEmpty();
      assertThat(two.keys()).isEmpty();
    }
  }

  @Test
  default void aChannelHasAKeyForEachOfItsSelectors() throws Exception {
    try (var one = openSelector();
        var two = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey first = registerForReading(one, pipe.source());
      SelectionKey second = pipe.source().register(two, 0);
      assertThat(first).isNotSameAs(second);
      assertThat(pipe.source().keyFor(one)).isSameAs(first);
      assertThat(pipe.source().keyFor(two)).isSameAs(second);
      writeTo(pipe);
      assertSelects(one, first, SelectionKey.OP_READ);
      assertSelectsNothing(two);
      first.cancel();
      one.selectNow();
      assertThat(second.isValid()).isTrue();
      assertThat(pipe.source().isRegistered()).isTrue();
      second.interestOps(SelectionKey.OP_READ);
      assertSelects(two, second, SelectionKey.OP_READ);
    }
  }

  @Test
  default void closingASelectorInvalidatesItsKeys() throws Exception {
    try (var pipe = openNonBlockingPipe()) {
      var selector = openSelector();
      SelectionKey key = registerForReading(selector, pipe.source());
      selector.close();
      assertThat(key.isValid()).isFalse();
      assertThat(pipe.source().isRegistered()).isFalse();
      assertThat(pipe.source().keyFor(selector)).isNull();
      assertThat(pipe.source().isOpen()).isTrue();
      pipe.source().configureBlocking(true);
    }
  }

  @Test
  default void aClosedSelectorRefusesEverything() throws Exception {
    var selector = openSelector();
    selector.close();
    selector.close();
    assertThat(selector.isOpen()).isFalse();
    assertThatThrownBy(selector::keys).isInstanceOf(ClosedSelectorException.class);
    assertThatThrownBy(selector::selectedKeys).isInstanceOf(ClosedSelectorException.class);
    assertThatThrownBy(selector::select).isInstanceOf(ClosedSelectorException.class);
    assertThatThrownBy(() -> selector.select(1)).isInstanceOf(ClosedSelectorException.class);
    assertThatThrownBy(selector::selectNow).isInstanceOf(ClosedSelectorException.class);
    assertThatThrownBy(() -> selector.select(key -> {}))
        .isInstanceOf(ClosedSelectorException.class);
    assertThatThrownBy(() -> selector.select(key -> {}, 1))
        .isInstanceOf(ClosedSelectorException.class);
    assertThatThrownBy(() -> selector.selectNow(key -> {}))
        .isInstanceOf(ClosedSelectorException.class);
    assertThat(selector.wakeup()).isSameAs(selector);
  }
}
