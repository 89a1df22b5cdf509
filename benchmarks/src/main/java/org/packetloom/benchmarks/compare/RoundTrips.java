// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/**
 * A server that echoes. Throughput and CPU time are taken while every connection asks again as soon
 * as it was answered, latency while messages leave at a fixed rate that is the same for all.
 */
final class RoundTrips implements Trial {
  /** How its figures are taken. */
  static final String NOTE =
      "Throughput, CPU time and system calls with every connection asking again as soon as it was"
          + " answered; p50 and p99 at a fixed rate, 100 messages/s for each connection, at least"
          + " 1000/s and at most 20 000/s in all, from when each was due.";

  static final String NOTE_OF_C = "Peer c has one thread, however many processors there are.";

  private static final int PER_CONNECTION = 100;
  private static final int LEAST_RATE = 1000;
  private static final int MOST_RATE = 20_000;
  private static final int COUNTING_MILLIS = 200;

  private final Bench bench;
  private final ServerProcess server;
  private final ServerPlan plan;
  private final boolean isSplit;

  private RoundTrips(Bench bench, ServerProcess server, ServerPlan plan, boolean isSplit) {
    this.bench = bench;
    this.server = server;
    this.plan = plan;
    this.isSplit = isSplit;
  }

  static RoundTrips over(Bench bench, ServerPlan plan)
      throws IOException, InterruptedException, MissingException {
    return over(bench, plan, List.of());
  }

  /** With more options for the server. */
  static RoundTrips over(Bench bench, ServerPlan plan, List<String> jvmOptions)
      throws IOException, InterruptedException, MissingException {
    return new RoundTrips(bench, bench.serve(plan, jvmOptions), plan, false);
  }

  /** At full load only, and with its CPU time split up. */
  static RoundTrips split(Bench bench, ServerPlan plan)
      throws IOException, InterruptedException, MissingException {
    return new RoundTrips(bench, bench.serve(plan), plan, true);
  }

  /** Messages each second, over all connections, at which latency is measured. */
  static int rate(int connections) {
    return Math.clamp((long) connections * PER_CONNECTION, LEAST_RATE, MOST_RATE);
  }

  @Override
  public void warm(Case conditions) throws IOException, InterruptedException, MissingException {
    load(conditions, bench.warmUpMillis(plan.peer()));
  }

  @Override
  public void settle(Case conditions) throws IOException, InterruptedException, MissingException {
    load(conditions, bench.settleMillis(plan.peer()));
  }

  private void load(Case conditions, int millis)
      throws IOException, InterruptedException, MissingException {
    bench.load(options("closed", conditions).window(0, millis).words());
  }

  @Override
  public Sample measure(Case conditions)
      throws IOException, InterruptedException, MissingException {
    return isSplit ? measureSplit(conditions) : measureBoth(conditions);
  }

  private Sample measureSplit(Case conditions)
      throws IOException, InterruptedException, MissingException {
    Windows windows = bench.windows().forConnections(conditions.connections());
    LoadOptions options = options("closed", conditions).split();
    Measured full = bench.measure(options.window(windows.warm(), windows.window()).words());
    Map<String, Double> figures = new LinkedHashMap<>();
    if (full.count() > 0) {
      double micros = full.cpuMicrosEach();
      figures.put(Figure.ROUND_TRIPS, full.perSecond());
      figures.put(Figure.CPU_PER_ROUND_TRIP, micros);
      if (full.has("user_part")) {
        double part = full.number("user_part");
        figures.put(Figure.USER_PER_ROUND_TRIP, micros * part);
        figures.put(Figure.SYSTEM_PER_ROUND_TRIP, micros * (1 - part));
      }
      figures.put(Figure.SWITCHES_PER_ROUND_TRIP, full.number("switches") / full.count());
    }
    return Sample.of(figures, full.errors(), full.starvation());
  }

  private Sample measureBoth(Case conditions)
      throws IOException, InterruptedException, MissingException {
    Windows windows = bench.windows().forConnections(conditions.connections());
    Measured full =
        bench.measure(
            options("closed", conditions).window(windows.warm(), windows.window()).words());
    Measured paced =
        bench.measure(
            options("paced", conditions)
                .rate(rate(conditions.connections()))
                .window(windows.warm(), windows.paced())
                .words());
    Map<String, Double> figures = new LinkedHashMap<>();
    if (full.count() > 0) {
      figures.put(Figure.ROUND_TRIPS, full.perSecond());
    }
    if (paced.count() > 0) {
      figures.put(Figure.P50, paced.number(Figure.P50));
      figures.put(Figure.P99, paced.number(Figure.P99));
    }
    if (full.count() > 0) {
      figures.put(Figure.CPU_PER_ROUND_TRIP, full.cpuMicrosEach());
    }
    List<String> remarks = List.of(full.starvation());
    return new Sample(figures, full.errors() + paced.errors(), paced.lateMillis(), remarks);
  }

  @Override
  public Syscalls countSyscalls(Case conditions)
      throws IOException, InterruptedException, MissingException {
    Windows windows = bench.windows().withWindow(COUNTING_MILLIS);
    windows = windows.forConnections(conditions.connections());
    LoadOptions options = options("closed", conditions).window(windows.warm(), windows.window());
    return Syscalls.of(bench.load(options.syscalls().words()));
  }

  private LoadOptions options(String mode, Case conditions) {
    LoadOptions options = new LoadOptions(mode, server).of(conditions);
    plan.localPath().ifPresent(path -> options.path(Path.of(path)));
    return options;
  }

  @Override
  public String note() {
    return server.note();
  }

  @Override
  public void close() {
    server.close();
  }
}
