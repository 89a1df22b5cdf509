// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A process that has both ends of its work, and does it when told to. */
final class SelfDriven implements Trial {
  /** What is told of a run. */
  @FunctionalInterface
  interface Figures {
    /**
     * Puts what a run gave.
     *
     * @param done what the process counted: there is something
     * @param cpuMicrosEach processor time for each
     * @param figures where to
     */
    void put(Measured done, double cpuMicrosEach, Map<String, Double> figures);
  }

  private static final int COUNTING_MILLIS = 200;

  private final Bench bench;
  private final String peer;
  private final ServerProcess process;
  private final Figures figures;
  private int open; // clients, flows or connectors

  SelfDriven(Bench bench, String peer, ServerProcess process, Figures figures) {
    this.bench = bench;
    this.peer = peer;
    this.process = process;
    this.figures = figures;
  }

  @Override
  public void warm(Case conditions) throws IOException {
    run(conditions, bench.warmUpMillis(peer));
  }

  @Override
  public void settle(Case conditions) throws IOException {
    run(conditions, bench.settleMillis(peer));
  }

  @Override
  public Sample measure(Case conditions)
      throws IOException, InterruptedException, MissingException {
    Windows windows = bench.windows().forConnections(conditions.connections());
    Watched watched = bench.distance().hold(() -> watchWarm(conditions, windows));
    Measured done = watched.done;
    Map<String, Double> found = new LinkedHashMap<>();
    if (done.count() > 0) {
      double micros = watched.used.number("cpu_nanos") / 1000;
      figures.put(done, micros / done.count(), found);
    }
    return Sample.of(found, done.errors(), done.starvation());
  }

  private Watched watchWarm(Case conditions, Windows windows)
      throws IOException, InterruptedException, MissingException {
    run(conditions, windows.warm());
    return watch(conditions, windows.window(), new LoadOptions("watch", process));
  }

  @Override
  public Syscalls countSyscalls(Case conditions)
      throws IOException, InterruptedException, MissingException {
    LoadOptions options = new LoadOptions("watch", process).syscalls();
    Watched watched = watch(conditions, COUNTING_MILLIS, options);
    return Syscalls.of(watched.used, watched.done.count());
  }

  /**
   * A run, and what it took.
   *
   * @param done as told by the process
   * @param used as told by who watched it
   */
  private record Watched(Measured done, Measured used) {}

  private Watched watch(Case conditions, int millis, LoadOptions options)
      throws IOException, InterruptedException, MissingException {
    Process watcher = bench.loadBuilder(options.words()).start();
    try (BufferedReader output = watcher.inputReader(StandardCharsets.US_ASCII);
        Writer input = watcher.outputWriter(StandardCharsets.US_ASCII)) {
      say(input, "begin");
      if (output.readLine() == null) {
        throw new IOException("nobody watches");
      }
      Measured done = run(conditions, millis);
      say(input, "end");
      return new Watched(done, Measured.parse(output.readLine()));
    } finally {
      watcher.destroy();
      watcher.waitFor();
    }
  }

  private static void say(Writer input, String line) throws IOException {
    input.write(line + "\n");
    input.flush();
  }

  private Measured run(Case conditions, int millis) throws IOException {
    if (open != conditions.connections()) {
      open = conditions.connections();
      process.ask("open " + open);
    }
    return Measured.parse(process.ask("run " + millis));
  }

  @Override
  public String note() {
    return process.note();
  }

  @Override
  public void close() {
    process.close();
  }
}
