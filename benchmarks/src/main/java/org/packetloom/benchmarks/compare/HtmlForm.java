// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as one page that needs nothing else: bars for each figure, and the tables. */
final class HtmlForm {
  private static final int LABEL = 260;
  private static final int BAR = 420;
  private static final int LINE = 24;
  private static final String STYLE =
      "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
          + "h2{margin-top:2.5rem}svg{display:block;margin:.5rem 0 1.5rem;max-width:100%}"
          + "text{font:13px system-ui,sans-serif;fill:currentColor}pre{overflow:auto;font-size:12px}"
          + ".ours{fill:#1b7f5c}.others{fill:#8a97a8}.range{stroke:currentColor;stroke-width:1.5}"
          + ".starts{stroke:currentColor;stroke-width:6;opacity:.5}"
          + ".grid{stroke:currentColor;opacity:.2}"
          + ":root{color-scheme:light dark}";

  private HtmlForm() {}

  static String of(Report report) {
    List<String> parts = new ArrayList<>();
    var tables = new Tables(report);
    String title = "Packetloom: " + report.workload();
    parts.add("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">");
    parts.add("<title>" + escaped(title) + "</title><style>" + STYLE + "</style></head><body>");
    parts.add("<h1>" + escaped(title) + "</h1>");
    parts.add("<p>Bars are medians of the rounds, lines reach from the least to the largest.");
    if (report.rows().stream().anyMatch(row -> row.starts().count() > 1)) {
      parts.add("Thick ones reach from the median of one start of a server to that of another.");
    }
    parts.add("</p>");
    curves(report, parts);
    for (Case conditions : report.tables()) {
      parts.add("<h2>" + escaped(tables.heading(conditions)) + "</h2>");
      for (String figure : Report.figures(report.rows(conditions))) {
        parts.add("<h3>" + escaped(Tables.words(figure)) + "</h3>");
        parts.add(chart(report.rows(conditions), figure));
      }
    }
    parts.add("<h2>Tables</h2><pre>" + escaped(tables.plain()) + "</pre>");
    parts.add("</body></html>");
    return String.join("\n", parts) + "\n";
  }

  /** What the cost of each thing does while connections become more. */
  private static void curves(Report report, List<String> parts) {
    for (int size : report.cases().stream().map(Case::size).distinct().toList()) {
      List<Row> rows =
          report.rows().stream().filter(row -> row.conditions().size() == size).toList();
      if (!HtmlCurve.isWorthwhile(rows)) {
        continue;
      }
      parts.add(
          "<h2>%s: %d B, over connections, both axes by powers</h2>"
              .formatted(escaped(report.workload()), size));
      for (String figure : report.figures()) {
        if (figure.contains("us_per_")) {
          parts.add("<h3>" + escaped(Tables.words(figure)) + "</h3>");
          parts.add(HtmlCurve.of(rows, figure));
        }
      }
    }
  }

  private static String chart(List<Row> rows, String figure) {
    List<Row> present = rows.stream().filter(row -> row.figures().containsKey(figure)).toList();
    double largest =
        present.stream().mapToDouble(row -> row.figures().get(figure).max()).max().orElse(1);
    double scale = largest > 0 ? BAR / largest : 0;
    List<String> parts = new ArrayList<>();
    parts.add(
        "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\">"
            .formatted(LABEL + BAR + 90, present.size() * LINE, LABEL + BAR + 90));
    for (int i = 0; i < present.size(); i++) {
      Row row = present.get(i);
      parts.add(bar(row, figure, i * LINE, scale));
    }
    parts.add("</svg>");
    return String.join("", parts);
  }

  private static String bar(Row row, String figure, int top, double scale) {
    Spread spread = row.figures().get(figure);
    int middle = top + LINE / 2;
    return String.format(
        Locale.ROOT,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
            + "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>"
            + "<line class=\"range\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>"
            + "%s<text x=\"%.1f\" y=\"%d\">%s</text>",
        LABEL - 8,
        middle + 4,
        escaped(row.label()),
        row.contestant().isOurs() ? "ours" : "others",
        LABEL,
        top + 3,
        spread.median() * scale,
        LINE - 6,
        LABEL + spread.min() * scale,
        LABEL + spread.max() * scale,
        middle,
        middle,
        starts(row, figure, middle, scale),
        LABEL + spread.max() * scale + 6,
        middle + 4,
        Numbers.text(spread.median()));
  }

  private static String starts(Row row, String figure, int middle, double scale) {
    Spread spread = row.starts().medians().get(figure);
    return row.starts().count() == 1 || spread == null
        ? ""
        : String.format(
            Locale.ROOT,
            "<line class=\"starts\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
            LABEL + spread.min() * scale,
            LABEL + spread.max() * scale,
            middle,
            middle);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
