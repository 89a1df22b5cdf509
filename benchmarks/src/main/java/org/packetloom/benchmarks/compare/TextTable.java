// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Cells in columns: the first one to the left, the others to the right. */
final class TextTable {
  private final List<List<String>> lines = new ArrayList<>();

  TextTable(List<String> heading) {
    lines.add(heading);
  }

  void add(List<String> cells) {
    lines.add(cells);
  }

  /** Padded with blanks, for a terminal. */
  String plain() {
    List<Integer> widths =
        IntStream.range(0, lines.getFirst().size())
            .mapToObj(c -> lines.stream().mapToInt(line -> line.get(c).length()).max().orElse(0))
            .toList();
    return lines.stream().map(line -> padded(line, widths)).collect(Collectors.joining("\n"));
  }

  private static String padded(List<String> line, List<Integer> widths) {
    return IntStream.range(0, line.size())
        .mapToObj(
            c ->
                String.format(
                    c == 0 ? "%-" + width(widths, c) : "%" + width(widths, c), line.get(c)))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }

  private static String width(List<Integer> widths, int column) {
    return Math.max(1, widths.get(column)) + "s";
  }

  /** With the bars of Markdown. */
  String markdown() {
    List<String> text = new ArrayList<>();
    text.add(barred(lines.getFirst()));
    int columns = lines.getFirst().size();
    text.add("|---|" + "---:|".repeat(columns - 1));
    lines.stream().skip(1).map(TextTable::barred).forEach(text::add);
    return String.join("\n", text);
  }

  private static String barred(List<String> line) {
    return line.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
