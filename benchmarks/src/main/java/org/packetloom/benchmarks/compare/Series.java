// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What all contestants did under one set of conditions: a column of rounds for each. */
final class Series {
  private static final double WORTH_MENTIONING_MILLIS = 50;

  private final Case conditions;
  private final Map<Contestant, Map<Integer, Sample>> rounds = new LinkedHashMap<>();

  Series(Case conditions, List<Contestant> contestants) {
    this.conditions = conditions;
    contestants.forEach(contestant -> rounds.put(contestant, new TreeMap<>()));
  }

  void add(Contestant contestant, int round, Sample sample) {
    rounds.get(contestant).put(round, sample);
  }

  /** One row for a contestant. */
  Row row(Contestant contestant, boolean pinned, Syscalls syscalls, String note) {
    List<Sample> samples = List.copyOf(rounds.get(contestant).values());
    Map<String, Spread> figures = new LinkedHashMap<>();
    samples.stream()
        .flatMap(sample -> sample.names().stream())
        .distinct()
        .forEach(
            name ->
                Spread.of(samples.stream().map(sample -> sample.figure(name)).toList())
                    .ifPresent(spread -> figures.put(name, spread)));
    List<String> notes =
        Stream.of(
                Stream.of(note),
                samples.stream().flatMap(sample -> sample.remarks().stream()),
                Stream.of(lateness(samples)))
            .flatMap(texts -> texts)
            .filter(text -> !text.isEmpty())
            .distinct()
            .toList();
    long errors = samples.stream().mapToLong(Sample::errors).sum();
    return new Row(
        contestant, conditions, pinned, samples.size(), figures, syscalls, errors, notes);
  }

  private static String lateness(List<Sample> samples) {
    double millis = samples.stream().mapToDouble(Sample::lateMillis).max().orElse(0);
    return millis < WORTH_MENTIONING_MILLIS
        ? ""
        : "the load generator was held up for up to %.0f ms".formatted(millis);
  }

  /** Every contestant against each of ours. */
  List<Ratio> ratios(List<String> figures, boolean comparesVariants) {
    List<Ratio> ratios = new ArrayList<>();
    for (String figure : figures) {
      for (Contestant to : rounds.keySet()) {
        if (!to.isOurs()) {
          continue;
        }
        for (Contestant of : rounds.keySet()) {
          boolean isAlike = comparesVariants || of.variant().equals(to.variant());
          if (!of.equals(to) && isAlike) {
            ratio(figure, of, to).ifPresent(ratios::add);
          }
        }
      }
    }
    return ratios;
  }

  private Optional<Ratio> ratio(String figure, Contestant of, Contestant to) {
    return Spread.ofRatios(column(of, figure), column(to, figure))
        .map(value -> new Ratio(figure, of, to, conditions, value));
  }

  /** A contestant's figure of every round, empty where a round gave none. */
  private List<OptionalDouble> column(Contestant contestant, String figure) {
    int count =
        rounds.values().stream()
            .flatMap(samples -> samples.keySet().stream())
            .mapToInt(round -> round + 1)
            .max()
            .orElse(0);
    List<OptionalDouble> column = new ArrayList<>();
    for (int round = 0; round < count; round++) {
      Sample sample = rounds.get(contestant).get(round);
      column.add(sample == null ? OptionalDouble.empty() : sample.figure(figure));
    }
    return column;
  }
}
