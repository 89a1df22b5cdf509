// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wording of failures. */
class FailureDetailTest {
  private static FailureDetail detail(long elapsedNanos, long bytesMoved) {
    return new FailureDetail(
        "read",
        "tcp4://127.0.0.1:5000 <- 127.0.0.1:6000",
        "ECONNRESET",
        104,
        elapsedNanos,
        bytesMoved);
  }

  @Test
  void messageNamesOperationEndsCauseTimeAndBytes() {
    assertThat(detail(12_345_678, 0).message())
        .isEqualTo("read tcp4://127.0.0.1:5000 <- 127.0.0.1:6000: ECONNRESET after 12 ms, 0 bytes");
  }

  @Test
  void whatStrangersChoseStaysInItsLineAndCommandsNoTerminal() {
    String name = "a\r\nERROR\u0000\u001b[2J\u009b\u2028\u202e\ud800 b\u00e4\ud83d\ude00";
    String written =
        "a\\u000d\\u000aERROR\\u0000\\u001b[2J\\u009b\\u2028\\u202e\\ud800 b\u00e4\ud83d\ude00";
    assertThat(FailureDetail.printable(name)).isEqualTo(written);
    assertThat(FailureDetail.printable("plain")).isSameAs("plain");
    assertThat(FailureDetail.atOnce("read", name, "closed").message())
        .isEqualTo("read " + written + ": closed at once, 0 bytes");
    assertThat(new ConnectorUriException(name, "host", "odd"))
        .hasMessage("'" + written + "': host: odd");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, at once",
    "0, after 0 us",
    "999, after 0 us",
    "999999, after 999 us",
    "1000000, after 1 ms",
    "9999999999, after 9999 ms",
    "10000000000, after 10 s",
    "3600000000000, after 3600 s",
  })
  void timeIsGivenInOneUnit(long elapsedNanos, String words) {
    assertThat(detail(elapsedNanos, 0).message()).contains("ECONNRESET " + words + ", 0 bytes");
  }

  @Test
  void bytesAreCounted() {
    assertThat(detail(-1, 5_000_000_000L).message()).endsWith(", 5000000000 bytes");
  }

  @Test
  void failureAtOnceHasNoNumberAndMovedNothing() {
    FailureDetail detail = FailureDetail.atOnce("accept", "local:///a", "closed");

    assertThat(detail.message()).isEqualTo("accept local:///a: closed at once, 0 bytes");
    assertThat(detail.errorNumber()).isZero();
    assertThat(detail.bytesMoved()).isZero();
  }

  @Test
  void negativeBytesAreRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> detail(0, -1))
        .withMessageContaining("-1");
  }
}
