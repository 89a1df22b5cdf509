// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CascadeTest {
  @Test
  void oneOfHundredAndATenthOfThousandAreActive() {
    assertThat(Cascade.active(100)).isEqualTo(1);
    assertThat(Cascade.active(1000)).isEqualTo(100);
  }

  @Test
  void firstWritesAreSpreadEvenly() {
    assertThat(IntStream.range(0, 100).map(i -> Cascade.first(i, 1000)))
        .startsWith(0, 10, 20)
        .endsWith(990)
        .doesNotHaveDuplicates();
  }

  @Test
  void theLastPassesOnToTheFirst() {
    assertThat(Cascade.next(8, 10)).isEqualTo(9);
    assertThat(Cascade.next(9, 10)).isZero();
  }

  @Test
  void tokensFitIntoAByte() {
    assertThat(Cascade.nextToken(255)).isZero();
    assertThat(Cascade.nextToken(0)).isEqualTo(1);
  }
}
