// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One report in every form that it is written in. */
class FormsTest {
  private static final Case CASE = new Case(100, 64);
  private static final Contestant OURS = new Contestant("packetloom/loop/epoll", "");
  private static final Contestant JDK = new Contestant("jdk/socket", "");

  private final Report report = report();

  @Test
  void jsonHasTheAgreedShape() throws IOException {
    Map<String, Object> tree = JSON.std.mapFrom(JsonForm.of(report));
    assertThat(tree).containsEntry("workload", "echo").containsKeys("machine", "notes");
    assertThat(entry(tree, "machine", "cpus")).isEqualTo(2);
    Map<String, Object> row = first(tree, "rows");
    assertThat(row)
        .containsEntry("peer", "packetloom/loop/epoll")
        .containsEntry("pinned", true)
        .containsEntry("connections", 100)
        .containsEntry("size", 64)
        .containsEntry("rounds", 5)
        .containsEntry("starts", 1)
        .containsEntry("round_trips_per_s", List.of(1000.0, 2000.0, 3000.0))
        .containsEntry("p50_us", List.of(1.0, 2.0, 3.0))
        .containsEntry("server_cpu_us_per_round_trip", List.of(3.0, 3.5, 4.0))
        .containsEntry("syscalls_per_round_trip", 2.0)
        .containsEntry("errors", 0)
        .doesNotContainKeys("variant", "medians_of_starts");
    assertThat(first(tree, "ratios"))
        .containsEntry("figure", "server_cpu_us_per_round_trip")
        .containsEntry("of", "jdk/socket")
        .containsEntry("to", "packetloom/loop/epoll")
        .containsEntry("connections", 100)
        .containsEntry("size", 64)
        .containsEntry("value", List.of(1.2, 1.3, 1.4));
    assertThat(first(tree, "missing"))
        .containsEntry("peer", "go")
        .containsEntry("variant", "native")
        .containsEntry("reason", "no go in PATH");
  }

  @Test
  void jsonTellsWhyThereIsNoCountOfSystemCalls() throws IOException {
    Map<String, Object> tree = JSON.std.mapFrom(JsonForm.of(report));
    List<?> rows = (List<?>) tree.get("rows");
    assertThat(rows.get(1).toString())
        .contains("syscalls_per_round_trip=null", "syscalls_missing=not permitted");
  }

  @Test
  void csvHasOneLineForEachFigureAndRatio() {
    List<String> lines = CsvForm.of(report).lines().toList();
    assertThat(lines)
        .hasSize(1 + 3 + 1 + 3 + 1)
        .contains(
            "echo,row,jdk/socket,,,,true,100,64,5,p50_us,1.0,2.0,3.0,0,1",
            "echo,ratio,jdk/socket,,packetloom/loop/epoll,,,100,64,,"
                + "server_cpu_us_per_round_trip,1.2,1.3,1.4,,");
    assertThat(lines).allMatch(line -> line.split(",", -1).length == 16);
  }

  @Test
  void tablesNameWhoIsMissing() {
    assertThat(new Tables(report).plain())
        .contains(
            "missing: go native: no go in PATH", "jdk/socket", "1.30 [1.20..1.40]", "(1) odd");
    assertThat(new Tables(report).markdown())
        .contains("### echo: 100 connections", "| jdk/socket |");
  }

  @Test
  void pageNeedsNothingElse() {
    assertThat(HtmlForm.of(report))
        .contains("<svg", "jdk/socket", "&lt;odd&gt;")
        .doesNotContain("src=", "href=", "<odd>");
  }

  @Test
  void everyFormTellsHowFarStartsLieApart() throws IOException {
    Report several = reportOfStarts();
    assertThat(first(JSON.std.mapFrom(JsonForm.of(several)), "rows"))
        .containsEntry("starts", 3)
        .containsEntry(
            "medians_of_starts",
            Map.of("server_cpu_us_per_round_trip", List.of(3.325, 3.5, 3.675)));
    assertThat(CsvForm.of(several).lines())
        .contains(
            "echo,starts,packetloom/loop/epoll,,,,true,100,64,5,"
                + "server_cpu_us_per_round_trip,3.325,3.5,3.675,0,3")
        .allMatch(line -> line.split(",", -1).length == 16);
    assertThat(new Tables(several).plain())
        .contains("3 starts of 5 rounds", "starts differ", "10.0 %");
    assertThat(HtmlForm.of(several)).contains("<line class=\"starts\"", "Thick ones");
    assertThat(HtmlForm.of(report)).doesNotContain("<line class=\"starts\"", "Thick ones");
  }

  @Test
  void curvesAreDrawnOverThreeNumbersOfConnections() {
    List<Row> rows = IntStream.of(1, 10, 100).mapToObj(FormsTest::rowOf).toList();
    assertThat(HtmlCurve.isWorthwhile(rows.subList(0, 2))).isFalse();
    assertThat(HtmlCurve.isWorthwhile(rows)).isTrue();
    assertThat(HtmlCurve.of(rows, Figure.CPU_PER_ROUND_TRIP))
        .contains("points=\"70.0,16.0 300.0,16.0 530.0,16.0\"", "packetloom/loop/epoll");
  }

  @Test
  void growthIsToldStepByStep() {
    assertThat(new ScalingWorkload().findings(List.of(rowOf(1), rowOf(10))))
        .containsExactly(
            "packetloom/loop/epoll, 1 to 10 connections: CPU +0.00 us a trip (user ?, system ?),"
                + " +0.00 system calls, ? switches");
  }

  @Test
  void summaryTellsHowManyTimesBetterWeAre(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), JsonForm.of(report));
    assertThat(Summary.of(List.of(file)).lines())
        .contains("| echo, 64 B, N=100 | CPU us/trip |  | 1.30 [1.20..1.40] |  |  |  |");
  }

  @Test
  void summaryHasColumnsForIoUringIfItTookPart(@TempDir Path folder) throws IOException {
    String name = "packetloom/loop/io_uring";
    Path file =
        Files.writeString(
            folder.resolve("a.json"), JsonForm.of(reportOf(new Contestant(name, ""))));
    assertThat(Summary.of(List.of(file)))
        .contains("JDK, *io_uring*", "|  |  |  |  |  | 1.30 [1.20..1.40] |  |  |");
  }

  private static Report report() {
    return reportOf(OURS);
  }

  private static Report reportOf(Contestant ours) {
    var ratio = new Ratio(Figure.CPU_PER_ROUND_TRIP, JDK, ours, CASE, new Spread(1.2, 1.3, 1.4));
    return new Report(
        "echo",
        "benchmarks/compare echo",
        new Machine(2, "cpu", "Linux", "25", 0, "2026-01-01"),
        List.of("<odd>"),
        List.of(
            row(ours, new Syscalls(2, ""), List.of("odd")),
            row(JDK, Syscalls.unknown("not permitted"), List.of())),
        List.of(ratio),
        List.of(new Missing(new Contestant("go", "native"), "no go in PATH")),
        "syscalls_per_round_trip");
  }

  private static Report reportOfStarts() {
    Report once = report();
    Row row = once.rows().getFirst();
    var starts = new Starts(3, Map.of(Figure.CPU_PER_ROUND_TRIP, new Spread(3.325, 3.5, 3.675)));
    Row several =
        new Row(OURS, CASE, true, 5, starts, row.figures(), row.syscalls(), 0, row.notes());
    return new Report(
        once.workload(),
        once.command(),
        once.machine(),
        once.notes(),
        List.of(several),
        once.ratios(),
        once.missing(),
        once.syscallsFigure());
  }

  private static Row rowOf(int connections) {
    Row row = row(OURS, new Syscalls(2, ""), List.of());
    return new Row(
        OURS,
        new Case(connections, 64),
        true,
        5,
        Starts.ONE,
        row.figures(),
        row.syscalls(),
        0,
        List.of());
  }

  private static Row row(Contestant contestant, Syscalls syscalls, List<String> notes) {
    Map<String, Spread> figures = new LinkedHashMap<>();
    figures.put(Figure.ROUND_TRIPS, new Spread(1000, 2000, 3000));
    figures.put(Figure.P50, new Spread(1, 2, 3));
    figures.put(Figure.CPU_PER_ROUND_TRIP, new Spread(3, 3.5, 4));
    return new Row(contestant, CASE, true, 5, Starts.ONE, figures, syscalls, 0, notes);
  }

  @SuppressWarnings("unchecked") // JSON's own tree
  private static Map<String, Object> first(Map<String, Object> tree, String key) {
    return (Map<String, Object>) ((List<?>) tree.get(key)).getFirst();
  }

  private static Object entry(Map<String, Object> tree, String key, String inner) {
    return ((Map<?, ?>) tree.get(key)).get(inner);
  }
}
