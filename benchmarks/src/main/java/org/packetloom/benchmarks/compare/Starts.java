// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far the starts of one server lie apart. A compiler that runs beside what it compiles decides
 * otherwise each time, and what it has decided stays for as long as the process lives: rounds do
 * not show it.
 *
 * @param count how often it was started
 * @param medians by figure, the median of each start's rounds: the least start, the middle one, and
 *     the largest
 */
record Starts(int count, Map<String, Spread> medians) {
  static final Starts ONE = new Starts(1, Map.of());

  /** From the least to the largest, as a part of the middle; empty if there was one. */
  OptionalDouble apart(String figure) {
    Spread spread = medians.get(figure);
    return count == 1 || spread == null || spread.median() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((spread.max() - spread.min()) / spread.median());
  }

  /** As a table shows it. */
  String apartText(String figure) {
    OptionalDouble apart = apart(figure);
    return apart.isPresent() ? percent(apart.getAsDouble()) : "-";
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", part * 100);
  }

  /** What a reader of rows must know; nothing if each was started once. */
  static List<String> notes(List<Row> rows, String figure) {
    int count = rows.stream().mapToInt(row -> row.starts().count()).max().orElse(1);
    if (count == 1) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    notes.add(
        "Each server was started %d times, and all starts took turns. A figure is the median of its"
                .formatted(count)
            + " starts, of which each counts with the median of its rounds; least and largest are of"
            + " all rounds of all starts. A ratio is taken in each round between the medians of the"
            + " starts, least and largest between one start and another.");
    farthest(rows, figure)
        .ifPresent(
            row ->
                notes.add(
                    "Starts differ in %s by at most %s (%s, %d connections, %d B)."
                        .formatted(
                            Tables.words(figure),
                            row.starts().apartText(figure),
                            row.contestant(),
                            row.conditions().connections(),
                            row.conditions().size())));
    return notes;
  }

  private static Optional<Row> farthest(List<Row> rows, String figure) {
    return rows.stream()
        .filter(row -> row.starts().apart(figure).isPresent())
        .max(Comparator.comparingDouble(row -> row.starts().apart(figure).getAsDouble()));
  }
}
