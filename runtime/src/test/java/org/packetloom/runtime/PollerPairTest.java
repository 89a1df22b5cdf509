// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PollerPairTest {
  private final PollerPair pair = new PollerPair();

  @Test
  void aPollerIsLentOnlyToAThreadThatRuns() {
    pair.enter(0);
    assertThat(pair.tryLend(0)).isFalse();
    pair.enter(1);
    assertThat(pair.tryLend(0)).isTrue();
    assertThat(pair.isLent(0)).isTrue();
    assertThat(pair.isLent(1)).isFalse();
  }

  @Test
  void aThreadWithAGuestDoesNotLendItsOwnPoller() {
    pair.enter(0);
    pair.enter(1);
    assertThat(pair.tryLend(1)).isTrue();
    assertThat(pair.tryLend(0)).isFalse();
  }

  @Test
  void aThreadWithAGuestDoesNotLeave() {
    pair.enter(0);
    pair.enter(1);
    assertThat(pair.tryLend(1)).isTrue();
    assertThat(pair.tryLeave(0)).isFalse();
    pair.giveBack(0);
    assertThat(pair.tryLeave(0)).isTrue();
  }

  @Test
  void nothingIsLentToAThreadThatHasLeft() {
    pair.enter(0);
    pair.enter(1);
    assertThat(pair.tryLeave(1)).isTrue();
    assertThat(pair.tryLend(0)).isFalse();
  }

  @Test
  void nothingIsGivenBackThatWasNotLent() {
    pair.enter(0);
    pair.enter(1);
    assertThat(pair.tryLeave(1)).isTrue();
    pair.giveBack(0);
    assertThat(pair.tryLend(0)).isFalse();
  }

  @Test
  void aThreadRunsAgainOnceItHasItsPollerBack() {
    pair.enter(0);
    pair.enter(1);
    assertThat(pair.tryLend(1)).isTrue();
    pair.giveBack(0);
    assertThat(pair.isLent(1)).isFalse();
    assertThat(pair.tryLend(0)).isTrue();
  }
}
