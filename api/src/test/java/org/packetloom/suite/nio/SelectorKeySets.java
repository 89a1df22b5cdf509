// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.SelectionKey;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The sets of keys that a {@link java.nio.channels.Selector} has. */
public interface SelectorKeySets extends SelectorRow {
  @Test
  default void theKeySetCannotBeModified() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      var keys = selector.keys();
      assertThatThrownBy(() -> keys.add(key)).isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> keys.remove(key)).isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(keys::clear).isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> keys.removeIf(each -> true))
          .isInstanceOf(UnsupportedOperationException.class);
      var iterator = keys.iterator();
      iterator.next();
      assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
      assertThat(keys).containsExactly(key);
    }
  }

  @Test
  default void theKeySetIsALiveView() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      var keys = selector.keys();
      assertThat(keys).isEmpty();
      SelectionKey key = registerForReading(selector, pipe.source());
      assertThat(keys).containsExactly(key).hasSize(1);
    }
  }

  @Test
  default void theKeySetCanBeWalkedDuringRegistrations() throws Exception {
    try (var selector = openSelector();
        var one = openNonBlockingPipe();
        var two = openNonBlockingPipe()) {
      registerForReading(selector, one.source());
      var iterator = selector.keys().iterator();
      registerForReading(selector, two.source());
      iterator.next();
      iterator.forEachRemaining(key -> assertThat(key.isValid()).isTrue());
      assertThat(selector.keys()).hasSize(2);
    }
  }

  @Test
  default void theSelectedKeysOnlyShrinkByHand() throws Exception {
    try (var selector = openSelector();
        var pipe = openNonBlockingPipe()) {
      SelectionKey key = registerForReading(selector, pipe.source());
      assertThatThrownBy(() -> selector.selectedKeys().add(key))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> selector.selectedKeys().addAll(Set.of(key)))
          .isInstanceOf(UnsupportedOperationException.class);
      writeTo(pipe);
      selector.select();
      assertThat(selector.selectedKeys().remove(key)).isTrue();
      assertThat(selector.selectedKeys().remove(key)).isFalse();
      selector.select();
      var iterator = selector.selectedKeys().iterator();
      assertThat(iterator.next()).isSameAs(key);
      iterator.remove();
      assertThat(selector.selectedKeys()).isEmpty();
      selector.select();
      selector.selectedKeys().clear();
      assertThat(selector.selectedKeys()).isEmpty();
      assertThat(selector.keys()).containsExactly(key);
    }
  }

  @Test
  default void walksOverSelectedKeysFailFast() throws Exception {
    try (var selector = openSelector();
        var one = openNonBlockingPipe();
        var two = openNonBlockingPipe()) {
      registerForReading(selector, one.source());
      registerForReading(selector, two.source());
      writeTo(one);
      writeTo(two);
      selector.select();
      assertThat(selector.selectedKeys()).hasSize(2);
      var iterator = selector.selectedKeys().iterator();
      SelectionKey first = iterator.next();
      selector.selectedKeys().remove(first);
      assertThatThrownBy(iterator::next)
          .isInstanceOf(java.util.ConcurrentModificationException.class);
    }
  }

  @Test
  default void theSelectedKeysAreOneView() throws Exception {
    try (var selector = openSelector()) {
      assertThat(selector.selectedKeys()).isSameAs(selector.selectedKeys());
    }
  }
}
