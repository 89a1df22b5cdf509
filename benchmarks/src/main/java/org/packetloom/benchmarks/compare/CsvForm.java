// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A report as comma-separated values: one line for each figure of each row, one more for its starts
 * if there were several, and one for each ratio.
 */
final class CsvForm {
  private static final String HEADING =
      "workload,kind,peer,variant,to,to_variant,pinned,connections,size,rounds,figure,min,median,max,"
          + "errors,starts";

  private CsvForm() {}

  static String of(Report report) {
    boolean hasSettings = report.cases().stream().anyMatch(each -> each.setting().isPresent());
    List<String> lines = new ArrayList<>(List.of(HEADING + (hasSettings ? ",setting" : "")));
    for (Row row : report.rows()) {
      for (Map.Entry<String, Spread> figure : row.figures().entrySet()) {
        lines.add(line(report, row, "row", figure.getKey(), figure.getValue()));
      }
      if (row.starts().count() > 1) {
        for (Map.Entry<String, Spread> figure : row.starts().medians().entrySet()) {
          lines.add(line(report, row, "starts", figure.getKey(), figure.getValue()));
        }
      }
      if (row.syscalls().isKnown()) {
        Spread once = Spread.of(row.syscalls().each());
        lines.add(line(report, row, "row", report.syscallsFigure(), once));
      }
    }
    report.ratios().forEach(ratio -> lines.add(line(report, ratio)));
    return String.join("\n", lines) + "\n";
  }

  private static String line(Report report, Row row, String kind, String figure, Spread spread) {
    return joined(
            report.workload(),
            kind,
            row.contestant().peer(),
            row.contestant().variant(),
            "",
            "",
            row.pinned(),
            row.conditions().connections(),
            row.conditions().size(),
            row.rounds(),
            figure,
            spread.min(),
            spread.median(),
            spread.max(),
            row.errors(),
            row.starts().count())
        + setting(row.conditions());
  }

  private static String line(Report report, Ratio ratio) {
    return joined(
            report.workload(),
            "ratio",
            ratio.of().peer(),
            ratio.of().variant(),
            ratio.to().peer(),
            ratio.to().variant(),
            "",
            ratio.conditions().connections(),
            ratio.conditions().size(),
            "",
            ratio.figure(),
            ratio.value().min(),
            ratio.value().median(),
            ratio.value().max(),
            "",
            "")
        + setting(ratio.conditions());
  }

  private static String setting(Case conditions) {
    return conditions
        .setting()
        .map(
            setting ->
                setting.toMap().entrySet().stream()
                    .map(Map.Entry::toString)
                    .collect(Collectors.joining(";")))
        .map(text -> "," + text)
        .orElse("");
  }

  private static String joined(Object... cells) {
    List<String> texts = new ArrayList<>();
    for (Object cell : cells) {
      texts.add(
          cell instanceof Double number
              ? Double.toString(Numbers.rounded(number))
              : cell.toString());
    }
    return String.join(",", texts);
  }
}
