// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** How late others are served while threads keep every carrier to themselves now and then. */
final class StallWorkload implements Workload {
  private static final List<String> FIGURES =
      List.of(Figure.P50, Figure.P99, Figure.P999, Figure.MAX);
  private static final int PER_CONNECTION = 100;

  @Override
  public String name() {
    return "stall";
  }

  @Override
  public String summary() {
    return "delay of others while threads compute, or block in native code or class initialisers";
  }

  @Override
  public List<String> peers() {
    return Peers.oursAnd(Peers.JDK_SOCKET, Peers.GO);
  }

  @Override
  public List<String> variants(String peer) {
    return List.of("compute", "native", "class-init");
  }

  @Override
  public List<Integer> connections(boolean isQuick) {
    return List.of(100);
  }

  @Override
  public List<String> ratioFigures() {
    return List.of(Figure.P99, Figure.P50);
  }

  @Override
  public boolean isNeverPinned() {
    return true;
  }

  @Override
  public List<String> notes() {
    return List.of(
        "Each connection sends one message every 10 ms; delays count from when a message was due.",
        "Every 500 ms as many virtual threads as there are processors stall for 200 ms: they"
            + " compute, or open and read a FIFO (native), or sleep in a class initialiser.");
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    if (contestant.peer().equals(Peers.GO) && contestant.variant().equals("class-init")) {
      throw new MissingException("Go has no class initialisers");
    }
    ServerPlan plan = ServerPlan.of(contestant.peer(), Role.ECHO, EchoWorkload.BLOCK_BYTES);
    return new Stalling(bench, contestant.peer(), bench.serve(plan), contestant.variant());
  }

  /** A server that stalls while it is measured, and lets others be measured otherwise. */
  private record Stalling(Bench bench, String peer, ServerProcess server, String kind)
      implements Trial {
    @Override
    public void warm(Case conditions) throws IOException, InterruptedException, MissingException {
      LoadOptions options = new LoadOptions("closed", server).of(conditions);
      bench.load(options.window(0, bench.warmUpMillis(peer)).words());
    }

    @Override
    public Sample measure(Case conditions)
        throws IOException, InterruptedException, MissingException {
      server.ask("stall " + kind);
      Measured paced;
      try {
        paced =
            bench.load(
                new LoadOptions("paced", server)
                    .of(conditions)
                    .rate((long) conditions.connections() * PER_CONNECTION)
                    .window(bench.windows().warm(), bench.windows().stall())
                    .words());
      } finally {
        server.ask("calm");
      }
      Map<String, Double> figures = new LinkedHashMap<>();
      if (paced.count() > 0) {
        FIGURES.forEach(figure -> figures.put(figure, paced.number(figure)));
      }
      return new Sample(figures, paced.errors(), paced.lateMillis(), List.of());
    }

    @Override
    public void close() {
      server.close();
    }

    @Override
    public String note() {
      return server.note();
    }
  }
}
