// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.FailureDetail;

class FailureLineTest {
  @Test
  void ourFailuresSpeakForThemselves() {
    var failure =
        new ConnectionRefusedException(
            new FailureDetail("connect", "tcp4://127.0.0.1:1", "ECONNREFUSED", 111, -1, 0));

    assertThat(FailureLine.of(failure))
        .isEqualTo("connect tcp4://127.0.0.1:1: ECONNREFUSED at once, 0 bytes");
  }

  @Test
  void othersAreNamed() {
    assertThat(FailureLine.of(new EOFException("after 3 bytes")))
        .isEqualTo("EOFException: after 3 bytes");
    assertThat(FailureLine.of(new IOException())).isEqualTo("IOException");
  }

  @Test
  void severalLinesBecomeOne() {
    assertThat(FailureLine.of(new IOException("one\n  two"))).isEqualTo("one; two");
  }
}
