// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static final OptionalDouble NONE = OptionalDouble.empty();

  @Test
  void medianIsTheMiddleRound() {
    assertThat(Spread.of(9, 1, 4)).isEqualTo(new Spread(1, 4, 9));
  }

  @Test
  void medianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
    assertThat(Spread.of(8, 1, 4, 2)).isEqualTo(new Spread(1, 3, 8));
  }

  @Test
  void roundsThatGaveNothingDoNotCount() {
    assertThat(Spread.of(List.of(some(2), NONE, some(6)))).contains(new Spread(2, 4, 6));
    assertThat(Spread.of(List.of(NONE))).isEmpty();
  }

  @Test
  void ratiosAreTakenWithinEachRound() {
    // the machine was twice as slow in the second round: the ratio does not show it
    List<List<OptionalDouble>> of = rounds(some(3), some(6), some(3));
    List<List<OptionalDouble>> to = rounds(some(2), some(4), some(2));
    assertThat(Spread.ofRatios(of, to)).contains(new Spread(1.5, 1.5, 1.5));
  }

  @Test
  void ratiosLeaveOutRoundsInWhichEitherFailed() {
    List<List<OptionalDouble>> of = rounds(some(3), NONE, some(8));
    List<List<OptionalDouble>> to = rounds(some(2), some(4), NONE);
    assertThat(Spread.ofRatios(of, to)).contains(new Spread(1.5, 1.5, 1.5));
  }

  @Test
  void nothingIsDividedByZero() {
    assertThat(Spread.ofRatios(rounds(some(3)), rounds(some(0)))).isEmpty();
  }

  /** Of one start. */
  private static List<List<OptionalDouble>> rounds(OptionalDouble... figures) {
    return Stream.of(figures).map(List::of).toList();
  }

  private static OptionalDouble some(double value) {
    return OptionalDouble.of(value);
  }
}
