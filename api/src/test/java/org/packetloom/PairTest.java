// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Both ends of a pair are closed, whatever happens. */
class PairTest {
  @Test
  void closeClosesBothEnds() throws Exception {
    var first = new FakeStream();
    var second = new FakeStream();

    new Pair(first.connector(), second.connector()).close();

    assertThat(first.isOpen()).isFalse();
    assertThat(second.isOpen()).isFalse();
  }

  @Test
  void failureOfOneEndLeavesTheOtherClosed() {
    var ofFirst = new IOException("planted in the first");
    var ofSecond = new IOException("planted in the second");
    var first = new UnclosableStream(ofFirst);
    var second = new UnclosableStream(ofSecond);

    assertThatThrownBy(() -> new Pair(first.connector(), second.connector()).close())
        .isSameAs(ofFirst)
        .hasSuppressedException(ofSecond);

    assertThat(second.isOpen()).isFalse();
  }

  @Test
  void missingEndIsRejected() {
    StreamConnector end = new FakeStream().connector();

    assertThatNullPointerException().isThrownBy(() -> new Pair(null, end)).withMessage("first");
    assertThatNullPointerException().isThrownBy(() -> new Pair(end, null)).withMessage("second");
  }
}
