// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** Starts a server for each round, and watches its memory grow with its connections. */
final class FreshServers implements Trial {
  /** A small nursery: else garbage that is not collected yet would count as resident. */
  private static final String NURSERY = "-Xmn16m";

  private static final int WARMING = 10; // connections at a time
  private static final int BYTES_PER_KIB = 1024;

  private final Bench bench;
  private final ServerPlan plan;
  private final List<String> jvmOptions;
  private String note = "";

  FreshServers(Bench bench, ServerPlan plan) {
    this(bench, plan, List.of(NURSERY));
  }

  private FreshServers(Bench bench, ServerPlan plan, List<String> jvmOptions) {
    this.bench = bench;
    this.plan = plan;
    this.jvmOptions = jvmOptions;
  }

  /** With a heap, and memory for direct buffers, that may grow so large. */
  static FreshServers ofMost(Bench bench, ServerPlan plan, String most) {
    return new FreshServers(bench, plan, List.of(NURSERY, "-Xmx" + most));
  }

  /** Fails now rather than in every round. */
  void ensureStarts() throws IOException, InterruptedException, MissingException {
    try (ServerProcess server = bench.serve(plan, jvmOptions)) {
      note = server.note();
    }
  }

  @Override
  public void warm(Case conditions) {
    // done in each round: every server is a new one
  }

  @Override
  public Sample measure(Case conditions)
      throws IOException, InterruptedException, MissingException {
    List<Integer> counts = IdleWorkload.counts(conditions.connections());
    List<Double> resident = new ArrayList<>();
    List<Double> heap = new ArrayList<>();
    long errors = 0;
    try (ServerProcess server = bench.serve(plan, jvmOptions)) {
      compile(server);
      Process load =
          bench.loadBuilder(new LoadOptions("hold", server).of(new Case(1, 1)).words()).start();
      try (BufferedReader output = load.inputReader(StandardCharsets.US_ASCII);
          Writer input = load.outputWriter(StandardCharsets.US_ASCII)) {
        for (int count : counts) {
          input.write(count + "\n");
          input.flush();
          errors = Measured.parse(output.readLine()).errors();
          heap.add(Measured.parse(server.ask("heap")).number("heap"));
          resident.add(residentBytes(server.pid()));
        }
      } finally {
        load.destroy();
        load.waitFor();
      }
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(Figure.RSS_PER_CONNECTION, slope(counts, resident));
    figures.put(Figure.HEAP_PER_CONNECTION, slope(counts, heap));
    return Sample.of(figures, errors);
  }

  /** Frames that are interpreted take more room on the stacks that wait. */
  private void compile(ServerProcess server)
      throws IOException, InterruptedException, MissingException {
    LoadOptions options = new LoadOptions("connect", server).of(new Case(WARMING, 1));
    bench.load(options.window(0, bench.warmUpMillis(plan.peer())).words());
  }

  private static double residentBytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Double.parseDouble(line.replaceAll("[^0-9]", "")) * BYTES_PER_KIB;
      }
    }
    throw new IOException("no VmRSS of process " + pid);
  }

  /** Of the straight line that fits best. */
  static double slope(List<Integer> counts, List<Double> values) {
    double meanCount = counts.stream().mapToInt(Integer::intValue).average().orElseThrow();
    double meanValue = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (int i = 0; i < counts.size(); i++) {
      double distance = counts.get(i) - meanCount;
      products += distance * (values.get(i) - meanValue);
      squares += distance * distance;
    }
    return squares == 0 ? Double.NaN : products / squares;
  }

  @Override
  public String note() {
    return note;
  }

  @Override
  public void close() {
    // a round leaves nothing behind
  }
}
