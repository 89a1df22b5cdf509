// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.0 us",
    "8700, 8.7 us",
    "87000, 87 us",
    "1250000, 1.3 ms",
    "87000000, 87 ms",
    "1250000000, 1.25 s"
  })
  void timesHaveAUnit(long nanos, String expected) {
    assertThat(Figures.time(Duration.ofNanos(nanos))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1536, 1.5 KiB",
    "1073741824, 1.0 GiB",
    "2000000000000000, 1819.0 TiB"
  })
  void bytesHaveAUnit(long bytes, String expected) {
    assertThat(Figures.bytes(bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "999, 999", "12345, 12 345", "1234567, 1 234 567"})
  void countsAreGrouped(long count, String expected) {
    assertThat(Figures.count(count)).isEqualTo(expected);
  }
}
