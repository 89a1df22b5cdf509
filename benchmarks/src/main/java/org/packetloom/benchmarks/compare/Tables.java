// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A report for people: a table for each set of conditions, then what a reader must know. */
final class Tables {
  private static final int WIDTH = 110;

  private final Report report;

  Tables(Report report) {
    this.report = report;
  }

  /** For a terminal. */
  String plain() {
    return text("", TextTable::plain);
  }

  /** For a README. */
  String markdown() {
    return text("### ", TextTable::markdown);
  }

  private String text(String mark, Function<TextTable, String> form) {
    List<String> parts = new ArrayList<>();
    for (Case conditions : report.tables()) {
      parts.add(mark + heading(conditions));
      parts.add(form.apply(table(conditions)));
    }
    parts.add(closing());
    return String.join("\n\n", parts) + "\n";
  }

  /** What a table is of. */
  String heading(Case conditions) {
    Row row = report.rows(conditions).getFirst();
    if (conditions.setting().isPresent()) {
      return "%s: %s, %d B, %d seed%s"
          .formatted(
              report.workload(),
              conditions.setting().get().title(),
              conditions.size(),
              row.rounds(),
              row.rounds() == 1 ? "" : "s");
    }
    int starts = row.starts().count();
    return "%s: %d connection%s, %d B, %s, %s%d round%s"
        .formatted(
            report.workload(),
            conditions.connections(),
            conditions.connections() == 1 ? "" : "s",
            conditions.size(),
            row.pinned() ? "server pinned to one processor" : "server on all processors",
            starts == 1 ? "" : starts + " starts of ",
            row.rounds(),
            row.rounds() == 1 ? "" : "s");
  }

  private TextTable table(Case conditions) {
    List<Row> rows = report.rows(conditions);
    List<String> figures = Report.figures(rows);
    List<String> heading = new ArrayList<>(List.of("peer"));
    conditions.setting().ifPresent(_ -> heading.add("loss"));
    figures.forEach(figure -> heading.add(words(figure)));
    boolean hasSyscalls = rows.stream().anyMatch(row -> row.syscalls().isKnown());
    if (hasSyscalls) {
      heading.add("syscalls each");
    }
    heading.add("errors");
    boolean hasStarts = rows.stream().anyMatch(row -> row.starts().count() > 1);
    if (hasStarts) {
      heading.add("starts differ");
    }
    String leading = report.leadingFigure(conditions).orElse("");
    List<Contestant> columns = ratioColumns(conditions);
    columns.forEach(to -> heading.add(words(leading) + " ÷ " + shortName(to)));
    var table = new TextTable(heading);
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.contestant() + mark(row)));
      row.conditions().setting().ifPresent(setting -> cells.add(setting.lossText()));
      figures.forEach(figure -> cells.add(cell(row, figure)));
      if (hasSyscalls) {
        cells.add(Numbers.text(row.syscalls().each()));
      }
      cells.add(Long.toString(row.errors()));
      if (hasStarts) {
        cells.add(row.starts().apartText(leading));
      }
      columns.forEach(to -> cells.add(ratio(leading, row, to)));
      table.add(cells);
    }
    return table;
  }

  /**
   * One for each of ours that others were compared with. If only like variants were, those of a
   * peer share a column, which has no variant.
   */
  private List<Contestant> ratioColumns(Case conditions) {
    return report.ours(conditions).stream()
        .map(to -> report.comparesVariants() ? to : new Contestant(to.peer(), ""))
        .distinct()
        .toList();
  }

  private String ratio(String figure, Row row, Contestant column) {
    Contestant to =
        report.comparesVariants()
            ? column
            : new Contestant(column.peer(), row.contestant().variant());
    return report
        .ratio(figure, row.conditions(), row.contestant(), to)
        .map(spread -> isExact(row, spread) ? Numbers.text(spread.median()) : Numbers.text(spread))
        .orElse("");
  }

  /** Whether all seeds gave the same as far as it is shown, or there was one. */
  private static boolean isExact(Row row, Spread spread) {
    return row.conditions().setting().isPresent()
        && Numbers.text(spread.min()).equals(Numbers.text(spread.max()));
  }

  private static String cell(Row row, String figure) {
    Spread spread = row.figures().get(figure);
    if (spread == null) {
      return "-";
    }
    boolean isBrief =
        figure.matches("p[0-9]+_[mu]s") || figure.equals(Figure.MAX) || isExact(row, spread);
    return isBrief ? Numbers.text(spread.median()) : Numbers.text(spread);
  }

  private String mark(Row row) {
    return row.notes().isEmpty() ? "" : " (" + (1 + noted().indexOf(noteOf(row))) + ")";
  }

  /** What is said of rows, each once, in the order of their numbers. */
  private List<String> noted() {
    return report.rows().stream()
        .filter(row -> !row.notes().isEmpty())
        .map(Tables::noteOf)
        .distinct()
        .toList();
  }

  private static String noteOf(Row row) {
    return String.join("; ", row.notes());
  }

  private String closing() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < noted().size(); i++) {
      lines.add("(" + (i + 1) + ") " + noted().get(i));
    }
    report.missing().forEach(m -> lines.add("missing: " + m.contestant() + ": " + m.reason()));
    report.rows().stream()
        .map(row -> row.syscalls().reason())
        .filter(reason -> !reason.isEmpty() && !reason.equals(Syscalls.NOT_ASKED))
        .distinct()
        .forEach(reason -> lines.add("system calls unknown: " + reason));
    lines.addAll(report.notes());
    Machine machine = report.machine();
    lines.add(
        "%s, %d processors (%s), %s, JDK %s, load before %.2f"
            .formatted(
                machine.date(),
                machine.cpus(),
                machine.cpu(),
                machine.kernel(),
                machine.jdk(),
                machine.load()));
    lines.add("command: " + report.command());
    return lines.stream().map(Tables::wrapped).collect(Collectors.joining("\n"));
  }

  /** In lines that a terminal shows whole. */
  private static String wrapped(String text) {
    return text.replaceAll("(.{1,%d})(?: |$)".formatted(WIDTH), "$1\n").stripTrailing();
  }

  private static String shortName(Contestant contestant) {
    return contestant.toString().replace("packetloom/", "");
  }

  /** {@code server_cpu_us_per_round_trip} as people say it. */
  static String words(String figure) {
    return figure
        .replace("server_cpu", "CPU")
        .replace("cpu", "CPU")
        .replace("gb_per", "GB_per")
        .replace("_per_s", "/s")
        .replace("_per_gb", "/GB")
        .replace("_per_", "/")
        .replace("round_trips", "trips")
        .replace("round_trip", "trip")
        .replace('_', ' ');
  }
}
