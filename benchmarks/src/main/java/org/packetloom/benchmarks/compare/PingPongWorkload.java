// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** Clients and server in one Java process, all of them virtual threads. */
final class PingPongWorkload implements Workload {
  @Override
  public String name() {
    return "pingpong";
  }

  @Override
  public String summary() {
    return "client and server on virtual threads of one process, on all processors";
  }

  @Override
  public List<String> peers() {
    return Peers.oursAnd(Peers.JDK_SOCKET, Peers.JDK_CHANNEL);
  }

  @Override
  public List<Integer> connections(boolean isQuick) {
    return List.of(1, 100, 1000);
  }

  @Override
  public List<String> ratioFigures() {
    return List.of(Figure.ROUND_TRIPS, Figure.CPU_OF_BOTH);
  }

  @Override
  public boolean isNeverPinned() {
    return true;
  }

  @Override
  public List<String> notes() {
    return List.of("CPU time is that of the one process: of clients and server together.");
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    return new Pairs(bench, bench.serve(ServerPlan.of(contestant.peer(), Role.PINGPONG, size)));
  }

  /** A process that has both. */
  private static final class Pairs implements Trial {
    private final Bench bench;
    private final ServerProcess process;
    private int open; // clients

    Pairs(Bench bench, ServerProcess process) {
      this.bench = bench;
      this.process = process;
    }

    @Override
    public void warm(Case conditions) throws IOException {
      run(conditions, bench.windows().compile());
    }

    @Override
    public Sample measure(Case conditions)
        throws IOException, InterruptedException, MissingException {
      Windows windows = bench.windows().forConnections(conditions.connections());
      run(conditions, windows.warm());
      double began = cpuMicros();
      Measured measured = run(conditions, windows.window());
      double micros = cpuMicros() - began;
      Map<String, Double> figures = new LinkedHashMap<>();
      if (measured.count() > 0) {
        figures.put(Figure.ROUND_TRIPS, measured.perSecond());
        figures.put(Figure.CPU_OF_BOTH, micros / measured.count());
      }
      return Sample.of(figures, measured.errors(), measured.starvation());
    }

    private Measured run(Case conditions, int millis) throws IOException {
      if (open != conditions.connections()) {
        open = conditions.connections();
        process.ask("open " + open);
      }
      return Measured.parse(process.ask("run " + millis));
    }

    private double cpuMicros() throws IOException, InterruptedException, MissingException {
      Measured clock = bench.load(new LoadOptions("clock", process).words());
      return clock.number("cpu_nanos") / 1000;
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
}
