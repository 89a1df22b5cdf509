// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 31, 32, 33, 63, 64, 65, 1_000, 123_456, 1L << 40, Long.MAX_VALUE})
  void percentileIsAtMostThreePercentAboveTheValue(long nanos) {
    latencies.add(nanos);

    long found = latencies.percentile(50).toNanos();
    assertThat(found).isGreaterThanOrEqualTo(nanos);
    assertThat(found - nanos).isLessThanOrEqualTo(nanos / 32);
  }

  @Test
  void percentilesSplitWhatWasCounted() {
    for (int i = 1; i <= 1_000; i++) {
      latencies.add(i * 1_000L);
    }

    assertThat(latencies.total()).isEqualTo(1_000);
    assertThat(latencies.percentile(50).toNanos()).isBetween(500_000L, 516_000L);
    assertThat(latencies.percentile(99).toNanos()).isBetween(990_000L, 1_022_000L);
    assertThat(latencies.percentile(100).toNanos()).isBetween(1_000_000L, 1_032_000L);
  }

  @Test
  void countsAreAddedUp() {
    Latencies other = new Latencies();
    latencies.add(10);
    other.add(20);
    other.add(20);

    latencies.addAll(other);

    assertThat(latencies.total()).isEqualTo(3);
    assertThat(latencies.percentile(100)).isEqualTo(Duration.ofNanos(20));
  }

  @Test
  void nothingCountedIsZero() {
    assertThat(latencies.percentile(99)).isZero();
  }
}
