// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report as JSON. */
final class JsonForm {
  private JsonForm() {}

  static String of(Report report) throws IOException {
    return JSON.std
            .with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES)
            .asString(tree(report))
        + "\n";
  }

  private static Map<String, Object> tree(Report report) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("workload", report.workload());
    tree.put("command", report.command());
    tree.put("machine", machine(report.machine()));
    tree.put("notes", report.notes());
    tree.put("rows", report.rows().stream().map(row -> row(report, row)).toList());
    tree.put("ratios", report.ratios().stream().map(JsonForm::ratio).toList());
    List<Object> missing = new ArrayList<>();
    for (Missing absent : report.missing()) {
      Map<String, Object> entry = contestant("peer", absent.contestant());
      entry.put("reason", absent.reason());
      missing.add(entry);
    }
    tree.put("missing", missing);
    return tree;
  }

  private static Map<String, Object> machine(Machine machine) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("cpus", machine.cpus());
    tree.put("cpu", machine.cpu());
    tree.put("kernel", machine.kernel());
    tree.put("jdk", machine.jdk());
    tree.put("load", machine.load());
    tree.put("date", machine.date());
    return tree;
  }

  private static Map<String, Object> contestant(String key, Contestant contestant) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(key, contestant.peer());
    if (!contestant.variant().isEmpty()) {
      tree.put(key.equals("peer") ? "variant" : key + "_variant", contestant.variant());
    }
    return tree;
  }

  private static Map<String, Object> row(Report report, Row row) {
    Map<String, Object> tree = contestant("peer", row.contestant());
    tree.put("pinned", row.pinned());
    tree.put("connections", row.conditions().connections());
    tree.put("size", row.conditions().size());
    row.conditions().setting().ifPresent(setting -> tree.putAll(setting.toMap()));
    tree.put("rounds", row.rounds());
    tree.put("starts", row.starts().count());
    row.figures().forEach((name, spread) -> tree.put(name, list(spread)));
    if (row.starts().count() > 1) {
      Map<String, Object> medians = new LinkedHashMap<>();
      row.starts().medians().forEach((name, spread) -> medians.put(name, list(spread)));
      tree.put("medians_of_starts", medians);
    }
    boolean isKnown = row.syscalls().isKnown();
    tree.put(report.syscallsFigure(), isKnown ? Numbers.rounded(row.syscalls().each()) : null);
    if (!isKnown) {
      tree.put("syscalls_missing", row.syscalls().reason());
    }
    tree.put("errors", row.errors());
    if (!row.notes().isEmpty()) {
      tree.put("notes", row.notes());
    }
    return tree;
  }

  private static Map<String, Object> ratio(Ratio ratio) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("figure", ratio.figure());
    tree.putAll(contestant("of", ratio.of()));
    tree.putAll(contestant("to", ratio.to()));
    tree.put("connections", ratio.conditions().connections());
    tree.put("size", ratio.conditions().size());
    ratio.conditions().setting().ifPresent(setting -> tree.putAll(setting.toMap()));
    tree.put("value", list(ratio.value()));
    return tree;
  }

  private static List<Double> list(Spread spread) {
    return spread.toList().stream().map(Numbers::rounded).toList();
  }
}
