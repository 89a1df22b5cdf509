// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpNamesWorkloadsAndPeers() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("echo", "stall", "jdk/socket", "packetloom/loop/epoll", "--unpinned", "--starts");
  }

  @Test
  void unknownWorkloadIsWrongUsage() {
    assertThat(run("ecco")).isEqualTo(2);
    assertThat(err.toString()).contains("no workload 'ecco': there are echo, pingpong");
  }

  @Test
  void unknownPeerIsWrongUsage() {
    assertThat(run("echo", "--peers", "jdk/socket,mina")).isEqualTo(2);
    assertThat(err.toString()).contains("no peer 'mina': there are packetloom/loop/epoll");
  }

  @Test
  void peerThatDoesNotDoTheWorkloadIsWrongUsage() {
    assertThat(run("echo", "--peers", "junixsocket")).isEqualTo(2);
    assertThat(err.toString()).contains("peer 'junixsocket' does not do echo");
  }

  @Test
  void countsBelowOneAreWrongUsage() {
    assertThat(run("echo", "--connections", "10,0")).isEqualTo(2);
    assertThat(run("echo", "--rounds", "0")).isEqualTo(2);
    assertThat(run("echo", "--starts", "0")).isEqualTo(2);
    assertThat(run("echo", "--size", "-1")).isEqualTo(2);
  }

  @Test
  void whatJavaSaysOfAnOptionIsTold() {
    assertThat(run("echo", "--peers", "jdk/socket", "--quick", "--java=-XX:+UseNothing")).isZero();
    assertThat(out.toString()).contains("jdk/socket", "did not start", "UseNothing");
  }

  @Test
  void missingWorkloadIsWrongUsage() {
    assertThat(run()).isEqualTo(2);
  }

  @Test
  void summaryOfNothingIsWrongUsage() {
    assertThat(run("summary")).isEqualTo(2);
    assertThat(run("summary", "--help")).isZero();
  }

  @Test
  void helpNamesEveryWorkload() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("datagram", "relay", "cascade", "scaling", "limit", "netty/io_uring", "socat")
        .doesNotContain(", \n");
  }

  @Test
  void echoComparesUsWithTheJdk(@TempDir Path folder) throws IOException {
    compare(folder, "echo", "jdk/socket", 2, "--connections=4");
  }

  @Test
  @Tag("matrix") // takes long
  void startsOfAPeerAreToldApart(@TempDir Path folder) throws IOException {
    Map<String, Object> tree = compare(folder, "local", "c", 2, "--connections=4", "--starts=2");
    assertThat(tree.get("notes").toString()).contains("started 2 times", "Starts differ in CPU");
    for (Object row : (List<?>) tree.get("rows")) {
      assertThat(((Map<?, ?>) row).get("starts")).as(row.toString()).isEqualTo(2);
    }
  }

  @Test
  @Tag("matrix") // takes long
  void startsAreNotAskedForWhereEveryRoundHasItsOwn(@TempDir Path folder) throws IOException {
    Map<String, Object> tree =
        compare(folder, "idle", "jdk/socket", 2, "--connections=18", "--starts=2");
    assertThat(tree.get("notes").toString()).contains("--starts changes nothing");
  }

  @Test
  @Tag("matrix") // takes long
  void datagramsAreComparedInEachWay(@TempDir Path folder) throws IOException {
    compare(folder, "datagram", "jdk/channel", 6, "--size=64", "--unpinned");
    compare(folder, "datagram", "c", 6, "--size=1200");
  }

  @Test
  void relaysAreComparedWithACopyLoop(@TempDir Path folder) throws IOException {
    compare(folder, "relay", "jdk/socket", 2);
  }

  @Test
  @Tag("matrix") // takes long
  void relaysOfOtherSizesAreCompared(@TempDir Path folder) throws IOException {
    compare(folder, "relay", "jdk/channel", 2, "--connections=2", "--size=1000");
  }

  @Test
  @Tag("matrix") // takes long
  void relaysAreComparedWithSocat(@TempDir Path folder) throws IOException {
    assumeThat(isThere("socat")).as("socat").isTrue();
    compare(folder, "relay", "socat", 2);
  }

  @Test
  @Tag("matrix") // takes long
  void relaysThatIdleAreCompared(@TempDir Path folder) throws IOException {
    compare(folder, "relay-idle", "jdk/channel", 2, "--connections=18");
  }

  @Test
  void cascadesAreCompared(@TempDir Path folder) throws IOException {
    compare(folder, "cascade", "c", 4, "--connections=20");
  }

  @Test
  @Tag("matrix") // takes long
  void cascadesAreComparedWithASelector(@TempDir Path folder) throws IOException {
    compare(folder, "cascade", "jdk/selector", 4, "--connections=20");
  }

  @Test
  @Tag("matrix") // takes long
  void cascadesAreComparedWithThreads(@TempDir Path folder) throws IOException {
    compare(folder, "cascade", "jdk/channel", 4, "--connections=20");
  }

  @Test
  @Tag("matrix") // takes long
  void scalingTellsWhatGrows(@TempDir Path folder) throws IOException {
    Map<String, Object> tree = compare(folder, "scaling", "c", 4, "--connections=1,4");
    assertThat(tree.get("notes").toString()).contains("c, 1 to 4 connections: CPU ");
  }

  @Test
  @Tag("matrix") // takes long
  void limitCountsWhoIsTurnedAway(@TempDir Path folder) throws IOException {
    assumeThat(isThere("prlimit")).as("prlimit").isTrue();
    Map<String, Object> tree = compare(folder, "limit", "jdk/socket", 3);
    for (Object row : (List<?>) tree.get("rows")) {
      assertThat(((Map<?, ?>) row).containsKey("accept_after_ms")).as(row.toString()).isTrue();
    }
  }

  /** A short run of us and somebody else, without errors; the report that it wrote. */
  private Map<String, Object> compare(
      Path folder, String workload, String peer, int rows, String... options) throws IOException {
    assumeThat(isThere("gcc") && isThere("taskset")).as("gcc and taskset").isTrue();
    Path json = folder.resolve("report.json");
    List<String> arguments = new ArrayList<>(List.of(workload));
    arguments.add("--peers=packetloom/virtual/epoll," + peer);
    arguments.addAll(List.of("--rounds=2", "--window=30", "--warm-up=30", "--json=" + json));
    arguments.addAll(List.of(options));
    int status = run(arguments.toArray(String[]::new));
    assertThat(status).as(err.toString()).isZero();
    Map<String, Object> tree = JSON.std.mapFrom(Files.readString(json));
    assertThat((List<?>) tree.get("missing")).isEmpty();
    assertThat((List<?>) tree.get("rows")).hasSize(rows);
    assertThat((List<?>) tree.get("ratios")).isNotEmpty();
    for (Object row : (List<?>) tree.get("rows")) {
      assertThat(((Map<?, ?>) row).get("errors")).as(row.toString()).isEqualTo(0);
    }
    return tree;
  }

  private static boolean isThere(String program) {
    return List.of(System.getenv("PATH").split(":")).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private int run(String... arguments) {
    return Compare.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
