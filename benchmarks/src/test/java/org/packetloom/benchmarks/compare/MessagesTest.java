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

class MessagesTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpNamesScenariosAndPeers() {
    assertThat(run("messages", "--help")).isZero();
    assertThat(out.toString())
        .contains("stream", "bulk-fast", "beside", "packetloom/lean", "kcp", "enet", "--seeds");
  }

  @Test
  void whatIsUnknownIsWrongUsage() {
    assertThat(run("messages", "--scenario=steam")).isEqualTo(2);
    assertThat(err.toString()).contains("no scenario 'steam': there are stream, bulk");
    assertThat(run("messages", "--peers=gns")).isEqualTo(2);
    assertThat(run("messages", "--driver=2ms")).isEqualTo(2);
    assertThat(run("messages", "--seeds=0")).isEqualTo(2);
  }

  @Test
  void streamsAreComparedForEachLoss(@TempDir Path folder) throws IOException {
    Map<String, Object> tree =
        compare(folder, "--scenario=stream", "--seconds=3", "--loss=0,5", "--driver=1ms");
    assertThat((List<?>) tree.get("rows")).hasSize(4);
    Map<?, ?> row = (Map<?, ?>) ((List<?>) tree.get("rows")).getLast();
    assertThat(row.get("scenario")).isEqualTo("stream");
    assertThat(row.get("loss_percent")).isEqualTo(5.0);
    assertThat(row.containsKey("p99_ms")).isTrue();
    assertThat((List<?>) tree.get("ratios")).isNotEmpty();
    assertThat(out.toString()).contains("messages: stream, 1ms, 100 B, 2 seeds", "p99 ms ÷ lean");
  }

  @Test
  void backlogIsComposed(@TempDir Path folder) throws IOException {
    Map<String, Object> tree = compare(folder, "--scenario=loss,backlog", "--loss=10");
    assertThat(tree.get("rows").toString()).contains("error_points", "compose_ms");
  }

  @Test
  @Tag("matrix") // takes long
  void enetTakesPartIfItIsThere(@TempDir Path folder) throws IOException {
    assumeThat(Files.exists(Path.of("/usr/include/enet/enet.h"))).as("libenet").isTrue();
    compare(folder, "--scenario=stream", "--seconds=3", "--loss=1", "--peers=enet,packetloom/lean");
  }

  @Test
  @Tag("matrix") // takes long
  void everyScenarioRuns(@TempDir Path folder) throws IOException {
    compare(folder, "--quick", "--loss=0", "--seeds=1");
  }

  /** A short run without errors; the report that it wrote. */
  private Map<String, Object> compare(Path folder, String... options) throws IOException {
    Path json = folder.resolve("report.json");
    List<String> arguments = new ArrayList<>(List.of("messages", "--json=" + json));
    arguments.addAll(List.of(options));
    if (!String.join(" ", options).contains("--peers")) {
      arguments.add("--peers=packetloom/lean,kcp");
    }
    if (!String.join(" ", options).contains("--seeds")) {
      arguments.add("--seeds=2");
    }
    int status = run(arguments.toArray(String[]::new));
    assertThat(status).as(err.toString()).isZero();
    Map<String, Object> tree = JSON.std.mapFrom(Files.readString(json));
    assertThat((List<?>) tree.get("missing")).isEmpty();
    for (Object row : (List<?>) tree.get("rows")) {
      assertThat(((Map<?, ?>) row).get("errors")).as(row.toString()).isEqualTo(0);
    }
    return tree;
  }

  private int run(String... arguments) {
    return Compare.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
