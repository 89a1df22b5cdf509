// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Runs a plan. All servers are up at once, and the load turns from one to the next and back again
 * (A B C, C B A), so that whatever else the machine does meets them alike.
 */
final class Runner {
  private final Plan plan;
  private final Bench bench;
  private final Consumer<String> progress;
  private final List<Row> rows = new ArrayList<>();
  private final List<Ratio> ratios = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();

  Runner(Plan plan, Bench bench, Consumer<String> progress) {
    this.plan = plan;
    this.bench = bench;
    this.progress = progress;
  }

  void run() throws InterruptedException, MissingException {
    for (int size : plan.sizes()) {
      Map<Contestant, Trial> trials = new LinkedHashMap<>();
      try {
        openAll(trials, size);
        for (int connections : plan.connections()) {
          compare(trials, new Case(connections, size));
        }
      } finally {
        trials.values().forEach(Trial::close);
      }
    }
  }

  List<Row> rows() {
    return rows;
  }

  List<Ratio> ratios() {
    return ratios;
  }

  List<Missing> missing() {
    return missing;
  }

  private void openAll(Map<Contestant, Trial> trials, int size)
      throws InterruptedException, MissingException {
    if (missing.isEmpty()) {
      ensureLoad();
    }
    var warmUp = new Case(Math.min(100, plan.connections().getFirst() * 10), size);
    for (Contestant contestant : plan.contestants()) {
      if (missing.stream().anyMatch(absent -> absent.contestant().equals(contestant))) {
        continue;
      }
      progress.accept("warming up " + contestant);
      try {
        Trial trial = plan.workload().open(bench, contestant, size);
        trials.put(contestant, trial);
        trial.warm(warmUp);
      } catch (MissingException | IOException e) {
        remove(trials, contestant);
        missing.add(new Missing(contestant, e.getMessage()));
        progress.accept("missing: " + contestant + ": " + e.getMessage());
      }
    }
  }

  /** Without a load generator there is nothing to run. */
  private void ensureLoad() throws InterruptedException, MissingException {
    try {
      bench.tools().load();
    } catch (IOException e) {
      throw new MissingException("load generator: " + e.getMessage());
    }
  }

  private static void remove(Map<Contestant, Trial> trials, Contestant contestant) {
    Trial trial = trials.remove(contestant);
    if (trial != null) {
      trial.close();
    }
  }

  private void compare(Map<Contestant, Trial> trials, Case conditions)
      throws InterruptedException, MissingException {
    List<Contestant> order = List.copyOf(trials.keySet());
    var series = new Series(conditions, order);
    for (int round = 0; round < plan.rounds(); round++) {
      for (Contestant contestant : round % 2 == 0 ? order : order.reversed()) {
        Sample sample = measure(trials.get(contestant), conditions);
        series.add(contestant, round, sample);
        progress.accept(line(round, conditions, contestant, sample));
      }
    }
    for (Contestant contestant : order) {
      Trial trial = trials.get(contestant);
      rows.add(series.row(contestant, bench.isPinned(), syscalls(trial, conditions), trial.note()));
    }
    ratios.addAll(
        series.ratios(plan.workload().ratioFigures(), plan.workload().comparesVariants()));
  }

  private Sample measure(Trial trial, Case conditions)
      throws InterruptedException, MissingException {
    try {
      Sample sample = trial.measure(conditions);
      OptionalDouble distance = bench.distance().largest();
      return distance.isPresent() ? sample.with(Distance.FIGURE, distance.getAsDouble()) : sample;
    } catch (IOException e) {
      return Sample.failed("a round failed: " + e.getMessage());
    }
  }

  private static Syscalls syscalls(Trial trial, Case conditions)
      throws InterruptedException, MissingException {
    try {
      return trial.countSyscalls(conditions);
    } catch (IOException e) {
      return Syscalls.unknown(e.getMessage());
    }
  }

  private String line(int round, Case conditions, Contestant contestant, Sample sample) {
    String figure = plan.workload().ratioFigures().getFirst();
    OptionalDouble value = sample.figure(figure);
    return "round %d/%d, %d connections, %d B: %s %s"
        .formatted(
            round + 1,
            plan.rounds(),
            conditions.connections(),
            conditions.size(),
            contestant,
            value.isPresent()
                ? Numbers.text(value.getAsDouble()) + " " + figure
                : String.join("; ", sample.remarks()));
  }
}
