// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What the rounds gave.
 *
 * @param min the least
 * @param median the middle one, or the mean of the two in the middle
 * @param max the largest
 */
record Spread(double min, double median, double max) {
  /** Of the rounds that gave something; empty if none did. */
  static Optional<Spread> of(List<OptionalDouble> rounds) {
    double[] sorted =
        rounds.stream()
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .sorted()
            .toArray();
    return sorted.length == 0
        ? Optional.empty()
        : Optional.of(new Spread(sorted[0], middle(sorted), sorted[sorted.length - 1]));
  }

  /** Of plain numbers, of which there is at least one. */
  static Spread of(double... values) {
    return of(Arrays.stream(values).mapToObj(OptionalDouble::of).toList()).orElseThrow();
  }

  private static double middle(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /**
   * Of the quotients of each round, so that what disturbed both in one round cancels out. Rounds in
   * which either failed are left out.
   */
  static Optional<Spread> ofRatios(List<OptionalDouble> of, List<OptionalDouble> to) {
    return of(
        IntStream.range(0, Math.min(of.size(), to.size()))
            .mapToObj(round -> quotient(of.get(round), to.get(round)))
            .toList());
  }

  private static OptionalDouble quotient(OptionalDouble of, OptionalDouble to) {
    boolean isDefined = of.isPresent() && to.isPresent() && to.getAsDouble() != 0;
    return isDefined
        ? OptionalDouble.of(of.getAsDouble() / to.getAsDouble())
        : OptionalDouble.empty();
  }

  List<Double> toList() {
    return List.of(min, median, max);
  }
}
