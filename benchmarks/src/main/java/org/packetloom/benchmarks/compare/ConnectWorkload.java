// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** Connections that last for one byte each way. */
final class ConnectWorkload implements Workload {
  private static final int BLOCK_BYTES = 1024;

  /** There are so few connections in a second that compilers take this much longer. */
  private static final int WARM_UPS = 4;

  @Override
  public String name() {
    return "connect";
  }

  @Override
  public String summary() {
    return "short-lived connections: connect, one byte each way, close";
  }

  @Override
  public List<String> peers() {
    return Peers.oursAnd(
        Peers.JDK_SOCKET,
        Peers.JDK_CHANNEL,
        Peers.NETTY_EPOLL,
        Peers.NETTY_IO_URING,
        Peers.GO,
        Peers.C);
  }

  @Override
  public List<String> otherPeers() {
    return Peers.OURS_AND_DROP_IN;
  }

  @Override
  public List<Integer> connections(boolean isQuick) {
    return List.of(10);
  }

  @Override
  public List<Integer> sizes(boolean isQuick) {
    return List.of(1);
  }

  @Override
  public List<String> ratioFigures() {
    return List.of(Figure.CPU_PER_CONNECTION, Figure.CONNECTIONS);
  }

  @Override
  public String syscallsFigure() {
    return "syscalls_per_connection";
  }

  @Override
  public List<String> notes() {
    return List.of(
        "As many connections as named are under way at a time; p50 and p99 from connect to answer, at"
            + " full load.");
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    ServerPlan plan = ServerPlan.of(contestant.peer(), Role.ECHO, BLOCK_BYTES);
    return new Accepting(bench, contestant.peer(), bench.serve(plan));
  }

  private record Accepting(Bench bench, String peer, ServerProcess server) implements Trial {
    @Override
    public void warm(Case conditions) throws IOException, InterruptedException, MissingException {
      bench.load(options(conditions).window(0, WARM_UPS * bench.warmUpMillis(peer)).words());
    }

    @Override
    public Sample measure(Case conditions)
        throws IOException, InterruptedException, MissingException {
      Windows windows = bench.windows();
      Measured full =
          bench.measure(options(conditions).window(windows.warm(), windows.window()).words());
      Map<String, Double> figures = new LinkedHashMap<>();
      if (full.count() > 0) {
        figures.put(Figure.CONNECTIONS, full.perSecond());
        figures.put(Figure.P50, full.number(Figure.P50));
        figures.put(Figure.P99, full.number(Figure.P99));
        figures.put(Figure.CPU_PER_CONNECTION, full.cpuMicrosEach());
      }
      return Sample.of(figures, full.errors());
    }

    @Override
    public Syscalls countSyscalls(Case conditions)
        throws IOException, InterruptedException, MissingException {
      LoadOptions options = options(conditions).window(bench.windows().warm(), 300);
      return Syscalls.of(bench.load(options.syscalls().words()));
    }

    private LoadOptions options(Case conditions) {
      return new LoadOptions("connect", server).of(conditions);
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
}
