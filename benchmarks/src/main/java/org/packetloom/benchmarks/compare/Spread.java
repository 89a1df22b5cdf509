// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the rounds gave, of one start or of several.
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
   * Of the quotients of each round, so that what disturbed both in one round cancels out: of the
   * medians over the starts, and the least and the largest of one start and another. What failed on
   * either side is left out on both.
   *
   * @param of whose is divided, by round and start
   * @param to by whose, likewise
   */
  static Optional<Spread> ofRatios(List<List<OptionalDouble>> of, List<List<OptionalDouble>> to) {
    List<Double> ofRounds = new ArrayList<>();
    List<Double> ofStarts = new ArrayList<>();
    for (int round = 0; round < Math.min(of.size(), to.size()); round++) {
      List<Double> dividends = new ArrayList<>();
      List<Double> divisors = new ArrayList<>();
      for (int start = 0; start < of.get(round).size(); start++) {
        OptionalDouble dividend = of.get(round).get(start);
        OptionalDouble divisor = to.get(round).get(start);
        if (dividend.isPresent() && divisor.isPresent() && divisor.getAsDouble() != 0) {
          dividends.add(dividend.getAsDouble());
          divisors.add(divisor.getAsDouble());
          ofStarts.add(dividend.getAsDouble() / divisor.getAsDouble());
        }
      }
      if (!dividends.isEmpty()) {
        ofRounds.add(ofAll(dividends).median() / ofAll(divisors).median());
      }
    }
    return ofRounds.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Spread(ofAll(ofStarts).min(), ofAll(ofRounds).median(), ofAll(ofStarts).max()));
  }

  private static Spread ofAll(List<Double> values) {
    return of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  List<Double> toList() {
    return List.of(min, median, max);
  }
}
