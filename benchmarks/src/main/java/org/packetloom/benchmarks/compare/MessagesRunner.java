// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.packetloom.benchmarks.compare.messages.Driver;
import org.packetloom.benchmarks.compare.messages.Outcome;
import org.packetloom.benchmarks.compare.messages.PeerKind;
import org.packetloom.benchmarks.compare.messages.PeerKinds;
import org.packetloom.benchmarks.compare.messages.Scenario;
import org.packetloom.benchmarks.compare.messages.Setting;
import org.packetloom.benchmarks.compare.messages.Told;

/**
 * Runs scenarios by message layers, one after the other: what else the machine does is no matter.
 */
final class MessagesRunner {
  /**
   * Conditions asked for instead of the usual ones.
   *
   * @param drivers which; empty for the usual
   * @param losses in percent; null for the usual
   * @param burst how many in a row; null for the usual
   * @param seconds how long; null for the usual
   */
  record Filter(List<Driver> drivers, List<Double> losses, Integer burst, Integer seconds) {
    List<Setting> settings(Scenario scenario, boolean isQuick) {
      var settings = new LinkedHashSet<Setting>();
      for (Setting usual : scenario.settings(isQuick)) {
        settings.addAll(variants(usual));
      }
      return List.copyOf(settings);
    }

    private List<Setting> variants(Setting usual) {
      List<Setting> variants = new ArrayList<>();
      for (Driver driver : drivers.isEmpty() ? List.of(usual.driver()) : drivers) {
        for (double loss : losses == null ? List.of(usual.lossPercent()) : losses) {
          int inARow = burst == null ? losses == null ? usual.burst() : 1 : burst;
          int howLong = seconds == null || usual.seconds() == 0 ? usual.seconds() : seconds;
          variants.add(usual.withDriver(driver).withLoss(loss, inARow).withSeconds(howLong));
        }
      }
      return variants;
    }
  }

  private final List<Scenario> scenarios;
  private final List<String> peers;
  private final Filter filter;
  private final boolean isTelling;
  private final boolean isQuick;
  private final int seeds;
  private final long firstSeed;
  private final Consumer<String> progress;
  private final List<Row> rows = new ArrayList<>();
  private final List<Ratio> ratios = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();

  MessagesRunner(
      List<Scenario> scenarios,
      List<String> peers,
      Filter filter,
      boolean isTelling,
      boolean isQuick,
      int seeds,
      long firstSeed,
      Consumer<String> progress) {
    this.scenarios = scenarios;
    this.peers = peers;
    this.filter = filter;
    this.isTelling = isTelling;
    this.isQuick = isQuick;
    this.seeds = seeds;
    this.firstSeed = firstSeed;
    this.progress = progress;
  }

  void run(Tools tools) throws IOException, InterruptedException {
    Map<Contestant, PeerKind> kinds = new LinkedHashMap<>();
    for (String peer : peers) {
      var contestant = new Contestant(peer, "");
      try {
        Optional<PeerKind> kind = PeerKinds.named(peer);
        kinds.put(contestant, kind.isPresent() ? kind.get() : PeerKinds.enet(tools.enet()));
      } catch (MissingException e) {
        missing.add(new Missing(contestant, e.getMessage()));
        progress.accept("missing: " + contestant + ": " + e.getMessage());
      }
    }
    for (Scenario scenario : inOrderOfRuns()) {
      for (Setting setting : filter.settings(scenario, isQuick)) {
        compare(scenario, setting, kinds);
      }
    }
  }

  /** What is measured in real time comes first, before others have shaped the compiled code. */
  private List<Scenario> inOrderOfRuns() {
    return scenarios.stream().sorted(Comparator.comparing(Scenario::isExact)).toList();
  }

  private void compare(Scenario scenario, Setting setting, Map<Contestant, PeerKind> kinds) {
    List<Contestant> able =
        kinds.keySet().stream().filter(one -> kinds.get(one).canDo(setting)).toList();
    List<Told> told = isTelling ? Told.of(setting) : List.of();
    List<Contestant> all = new ArrayList<>(able);
    told.forEach(one -> all.add(contestant(one)));
    var series = new Series(Case.of(setting), all, 1);
    for (Contestant contestant : able) {
      for (int round = 0; round < seeds; round++) {
        Outcome outcome = scenario.run(kinds.get(contestant), setting, firstSeed + round);
        series.add(contestant, round, 0, Sample.of(outcome));
      }
      progress.accept(line(setting, add(series, contestant)));
    }
    for (Told one : told) {
      for (int round = 0; round < seeds; round++) {
        series.add(contestant(one), round, 0, Sample.of(one.figures(), 0, Told.NOTE));
      }
      add(series, contestant(one));
    }
    ratios.addAll(series.ratios(scenario.ratioFigures(), true));
  }

  private static Contestant contestant(Told told) {
    return new Contestant(told.peer(), "told");
  }

  private Row add(Series series, Contestant contestant) {
    Row row = series.row(contestant, false, Syscalls.unknown(Syscalls.NOT_ASKED), "");
    rows.add(row);
    return row;
  }

  private static String line(Setting setting, Row row) {
    String figures =
        row.figures().entrySet().stream()
            .map(figure -> figure.getKey() + " " + Numbers.text(figure.getValue().median()))
            .collect(Collectors.joining(", "));
    return "%s, %d B, %s: %s %s%s"
        .formatted(
            setting.title(),
            setting.bytes(),
            setting.lossText(),
            row.contestant(),
            row.figures().isEmpty() ? String.join("; ", row.notes()) : figures,
            row.errors() == 0 ? "" : ", %d errors".formatted(row.errors()));
  }

  private int place(Row row) {
    String scenario = row.conditions().setting().orElseThrow().scenario();
    return scenarios.stream().map(Scenario::name).toList().indexOf(scenario);
  }

  Report report(String command, Machine machine) {
    return new Report(
        MessagesCommand.NAME,
        command,
        machine,
        scenarios.stream().map(Scenario::note).toList(),
        rows.stream().sorted(Comparator.comparing(this::place)).toList(),
        ratios,
        missing,
        "syscalls");
  }
}
