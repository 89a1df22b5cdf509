// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What all contestants did under one set of conditions: for each its rounds, and in each round what
 * every one of its starts gave.
 */
final class Series {
  private static final double WORTH_MENTIONING_MILLIS = 50;

  private final Case conditions;
  private final int starts;
  private final Map<Contestant, List<Sample[]>> rounds = new LinkedHashMap<>(); // null: not yet

  Series(Case conditions, List<Contestant> contestants, int starts) {
    this.conditions = conditions;
    this.starts = starts;
    contestants.forEach(contestant -> rounds.put(contestant, new ArrayList<>()));
  }

  void add(Contestant contestant, int round, int start, Sample sample) {
    List<Sample[]> own = rounds.get(contestant);
    while (own.size() <= round) {
      own.add(new Sample[starts]);
    }
    own.get(round)[start] = sample;
  }

  /** One row for a contestant. */
  Row row(Contestant contestant, boolean pinned, Syscalls syscalls, String note) {
    List<Sample> samples = samples(contestant);
    Map<String, Spread> figures = new LinkedHashMap<>();
    Map<String, Spread> ofStarts = new LinkedHashMap<>();
    samples.stream()
        .flatMap(sample -> sample.names().stream())
        .distinct()
        .forEach(
            name -> {
              Spread all =
                  Spread.of(samples.stream().map(each -> each.figure(name)).toList()).orElseThrow();
              Spread apart = Spread.of(medians(contestant, name)).orElseThrow();
              figures.put(name, new Spread(all.min(), apart.median(), all.max()));
              ofStarts.put(name, apart);
            });
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
        contestant,
        conditions,
        pinned,
        rounds.get(contestant).size(),
        new Starts(starts, ofStarts),
        figures,
        syscalls,
        errors,
        notes);
  }

  private List<Sample> samples(Contestant contestant) {
    return rounds.get(contestant).stream()
        .flatMap(Stream::of)
        .filter(sample -> sample != null)
        .toList();
  }

  /** Of each start over its rounds; empty for a start that gave none. */
  private List<OptionalDouble> medians(Contestant contestant, String figure) {
    List<List<OptionalDouble>> table = table(contestant, figure);
    return IntStream.range(0, starts)
        .mapToObj(start -> Spread.of(table.stream().map(round -> round.get(start)).toList()))
        .map(spread -> spread.map(Spread::median).map(OptionalDouble::of))
        .map(median -> median.orElse(OptionalDouble.empty()))
        .toList();
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
    return Spread.ofRatios(table(of, figure), table(to, figure))
        .map(value -> new Ratio(figure, of, to, conditions, value));
  }

  /** A contestant's figure by round and start, empty where there is none. */
  private List<List<OptionalDouble>> table(Contestant contestant, String figure) {
    return rounds.get(contestant).stream()
        .map(
            round ->
                Stream.of(round)
                    .map(each -> each == null ? OptionalDouble.empty() : each.figure(figure))
                    .toList())
        .toList();
  }
}
