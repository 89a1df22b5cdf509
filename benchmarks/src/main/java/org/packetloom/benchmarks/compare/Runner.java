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
 * Runs a plan. All servers that are compared are up at once, and so are all starts of each; the
 * load turns from one to the next and back again (A B C A' B' C', C' B' A' C B A), so that whatever
 * else the machine does meets them alike.
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
    Memory.ensureFits(plan);
    for (int size : plan.sizes()) {
      for (List<Contestant> group : plan.groups()) {
        run(group, size);
      }
    }
  }

  private void run(List<Contestant> group, int size) throws InterruptedException, MissingException {
    Map<Contestant, List<Trial>> trials = new LinkedHashMap<>();
    try {
      openAll(trials, group, size);
      for (int connections : plan.connections()) {
        compare(trials, new Case(connections, size));
      }
    } finally {
      trials.values().forEach(starts -> starts.forEach(Trial::close));
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

  private void openAll(Map<Contestant, List<Trial>> trials, List<Contestant> group, int size)
      throws InterruptedException, MissingException {
    if (missing.isEmpty()) {
      ensureLoad();
    }
    var warmUp = new Case(Math.min(100, plan.connections().getFirst() * 10), size);
    for (Contestant contestant : group) {
      if (missing.stream().anyMatch(absent -> absent.contestant().equals(contestant))) {
        continue;
      }
      progress.accept("warming up " + contestant);
      try {
        trials.put(contestant, new ArrayList<>());
        for (int start = 0; start < plan.starts(); start++) {
          Trial trial = plan.workload().open(bench, contestant, size);
          trials.get(contestant).add(trial);
          trial.warm(warmUp);
        }
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

  private static void remove(Map<Contestant, List<Trial>> trials, Contestant contestant) {
    trials.remove(contestant).forEach(Trial::close);
  }

  private void compare(Map<Contestant, List<Trial>> trials, Case conditions)
      throws InterruptedException, MissingException {
    List<Contestant> contestants = List.copyOf(trials.keySet());
    var series = new Series(conditions, contestants, plan.starts());
    List<Turn> order = turns(contestants);
    progress.accept("settling with %d connections".formatted(conditions.connections()));
    for (Turn turn : order) {
      settle(trials.get(turn.contestant()).get(turn.start()), conditions);
    }
    for (int round = 0; round < plan.rounds(); round++) {
      for (Turn turn : round % 2 == 0 ? order : order.reversed()) {
        Trial trial = trials.get(turn.contestant()).get(turn.start());
        Sample sample = measure(trial, conditions);
        series.add(turn.contestant(), round, turn.start(), sample);
        progress.accept(line(round, conditions, turn, sample));
      }
    }
    for (Contestant contestant : contestants) {
      Trial trial = trials.get(contestant).getFirst();
      rows.add(series.row(contestant, bench.isPinned(), syscalls(trial, conditions), trial.note()));
    }
    ratios.addAll(
        series.ratios(plan.workload().ratioFigures(), plan.workload().comparesVariants()));
  }

  /** Whose turn it is. */
  private record Turn(Contestant contestant, int start) {}

  private List<Turn> turns(List<Contestant> contestants) {
    List<Turn> turns = new ArrayList<>();
    for (int start = 0; start < plan.starts(); start++) {
      for (Contestant contestant : contestants) {
        turns.add(new Turn(contestant, start));
      }
    }
    return turns;
  }

  private static void settle(Trial trial, Case conditions)
      throws InterruptedException, MissingException {
    try {
      trial.settle(conditions);
    } catch (IOException _) {
      // the rounds fail as well, and tell
    }
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

  private String line(int round, Case conditions, Turn turn, Sample sample) {
    String figure = plan.workload().ratioFigures().getFirst();
    OptionalDouble value = sample.figure(figure);
    String start =
        plan.starts() == 1 ? "" : "start %d/%d, ".formatted(turn.start() + 1, plan.starts());
    return "round %d/%d, %s%d connections, %d B: %s %s"
        .formatted(
            round + 1,
            plan.rounds(),
            start,
            conditions.connections(),
            conditions.size(),
            turn.contestant(),
            value.isPresent()
                ? Numbers.text(value.getAsDouble()) + " " + figure
                : String.join("; ", sample.remarks()));
  }
}
