// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the leading ratios of several results into one table of Markdown, for a README: {@code
 * benchmarks/compare summary FILE.json ...}.
 *
 * <p>Every ratio says how many times better we are: what others need of what we need, or what we do
 * of what they do.
 */
final class Summary {
  private static final String WITHOUT_FLAG = "packetloom/virtual/epoll";
  private static final String ON_RING = "packetloom/loop/io_uring";
  private static final String WITH_FLAG = "packetloom/loop/epoll";

  /** Where a peer's ratio to one of ours goes; the JDK's sockets before its channels. */
  private record Column(String heading, List<String> peers, String ours) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("JDK, *without flag*", List.of("jdk/socket", "jdk/channel"), WITHOUT_FLAG),
          new Column("JDK, *with flag*", List.of("jdk/socket", "jdk/channel"), WITH_FLAG),
          new Column("Netty, *with flag*", List.of("netty/epoll"), WITH_FLAG),
          new Column("Go, *with flag*", List.of("go"), WITH_FLAG),
          new Column("C (cascade: libevent), *with flag*", List.of("c/libevent", "c"), WITH_FLAG));

  /** Beside those, where a poller took part that is not there everywhere. */
  private static final List<Column> ON_IO_URING =
      List.of(
          new Column("JDK, *io_uring*", List.of("jdk/socket", "jdk/channel"), ON_RING),
          new Column("Netty, *io_uring*", List.of("netty/io_uring"), ON_RING),
          new Column("C (cascade: libevent), *io_uring*", List.of("c/libevent", "c"), ON_RING));

  /** What a line of the table is about. */
  private record Line(String workload, String figure, String variant, int connections, int size) {}

  private final Map<Line, List<Map<String, Object>>> lines = new LinkedHashMap<>();

  static String of(List<Path> files) throws IOException {
    var summary = new Summary();
    for (Path file : files) {
      summary.add(JSON.std.mapFrom(Files.readString(file)));
    }
    return summary.table().markdown() + "\n";
  }

  private void add(Map<String, Object> report) {
    List<Map<String, Object>> ratios = maps(report.get("ratios"));
    if (ratios.isEmpty()) {
      return;
    }
    boolean isPinned = Boolean.TRUE.equals(maps(report.get("rows")).getFirst().get("pinned"));
    String workload = report.get("workload") + (isPinned ? "" : ", all processors");
    Object leading = ratios.getFirst().get("figure");
    for (Map<String, Object> ratio : ratios) {
      if (!ratio.get("figure").equals(leading) || !isAlike(ratio)) {
        continue;
      }
      Line line =
          new Line(
              workload,
              leading.toString(),
              text(ratio.get("of_variant")),
              (Integer) ratio.get("connections"),
              (Integer) ratio.get("size"));
      lines.computeIfAbsent(line, _ -> new ArrayList<>()).add(ratio);
    }
  }

  private static boolean isAlike(Map<String, Object> ratio) {
    return text(ratio.get("of_variant")).equals(text(ratio.get("to_variant")));
  }

  private TextTable table() {
    List<String> heading = new ArrayList<>(List.of("workload", "figure"));
    List<Column> columns = columns();
    columns.forEach(column -> heading.add(column.heading()));
    var table = new TextTable(heading);
    lines.forEach(
        (line, ratios) -> {
          List<String> cells = cells(columns, line, ratios);
          if (!cells.stream().skip(2).allMatch(String::isEmpty)) { // nobody else did this variant
            table.add(cells);
          }
        });
    return table;
  }

  private List<Column> columns() {
    boolean isOnRing =
        lines.values().stream()
            .flatMap(List::stream)
            .anyMatch(ratio -> ON_RING.equals(ratio.get("to")));
    return isOnRing ? Stream.concat(COLUMNS.stream(), ON_IO_URING.stream()).toList() : COLUMNS;
  }

  private static List<String> cells(
      List<Column> columns, Line line, List<Map<String, Object>> ratios) {
    List<String> cells = new ArrayList<>();
    String variant = line.variant().isEmpty() ? "" : " " + line.variant();
    cells.add(
        "%s%s, %d B, N=%d".formatted(line.workload(), variant, line.size(), line.connections()));
    cells.add(Tables.words(line.figure()));
    columns.forEach(column -> cells.add(cell(column, line.figure(), ratios)));
    return cells;
  }

  private static String cell(Column column, String figure, List<Map<String, Object>> ratios) {
    for (String peer : column.peers()) {
      for (Map<String, Object> ratio : ratios) {
        if (ratio.get("of").equals(peer) && ratio.get("to").equals(column.ours())) {
          return Numbers.text(advantage(figure, (List<?>) ratio.get("value")));
        }
      }
    }
    return "";
  }

  /** Turned round where more is better. */
  private static Spread advantage(String figure, List<?> value) {
    double min = ((Number) value.get(0)).doubleValue();
    double median = ((Number) value.get(1)).doubleValue();
    double max = ((Number) value.get(2)).doubleValue();
    return figure.endsWith("_per_s")
        ? new Spread(1 / max, 1 / median, 1 / min)
        : new Spread(min, median, max);
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  @SuppressWarnings("unchecked") // JSON's own tree
  private static List<Map<String, Object>> maps(Object list) {
    return ((List<?>) list)
        .stream().map(entry -> (Map<String, Object>) entry).collect(Collectors.toList());
  }
}
