// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** Servers that have no descriptor left. */
final class LimitWorkload implements Workload {
  private static final int DESCRIPTORS = 256;
  private static final int CROWD = 400;

  @Override
  public String name() {
    return "limit";
  }

  @Override
  public String summary() {
    return "echo while more connect than the server has descriptors for, and accepting afterwards";
  }

  @Override
  public List<String> peers() {
    return Peers.oursAnd(
        Peers.JDK_SOCKET, Peers.JDK_CHANNEL, Peers.NETTY_EPOLL, Peers.NETTY_IO_URING, Peers.GO);
  }

  @Override
  public List<String> variants(String peer) {
    return Peers.isOurs(peer) ? List.of("", ServerPlan.SHED) : List.of("");
  }

  @Override
  public List<Integer> connections(boolean isQuick) {
    return List.of(100);
  }

  @Override
  public List<String> ratioFigures() {
    return List.of(Figure.CPU_PER_ROUND_TRIP, Figure.ACCEPT_AFTER);
  }

  @Override
  public List<String> notes() {
    return List.of(
        "The server may have %d descriptors. The connections named ask again as soon as they were"
                .formatted(DESCRIPTORS)
            + " answered; then %d more come, of which some are served, some refused, and the others"
                .formatted(CROWD)
            + " left waiting. Figures are taken while they wait; part of usual: round trips/s to those"
            + " before they came. Then they leave: accept after is how long it takes until somebody"
            + " new is served, and errors are connections that were lost, or not served then.",
        "Shed: a server told to refuse those it has no descriptor for; the others leave them waiting.",
        "jdk/socket and jdk/channel try to accept again after 10 ms, go after 5 ms to 1 s as net/http"
            + " does, Netty after 1 s as it does by itself.");
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    ServerPlan plan =
        ServerPlan.of(contestant.peer(), Role.ECHO, EchoWorkload.BLOCK_BYTES)
            .withVariant(contestant.variant());
    return new Crowded(bench, contestant.peer(), bench.serveLimited(plan, DESCRIPTORS));
  }

  private record Crowded(Bench bench, String peer, ServerProcess server) implements Trial {
    @Override
    public void warm(Case conditions) throws IOException, InterruptedException, MissingException {
      LoadOptions options = new LoadOptions("closed", server).of(conditions);
      bench.load(options.window(0, bench.warmUpMillis(peer)).words());
    }

    @Override
    public Sample measure(Case conditions)
        throws IOException, InterruptedException, MissingException {
      Windows windows = bench.windows();
      LoadOptions options = new LoadOptions("limit", server).of(conditions).crowd(CROWD);
      Measured limit = bench.load(options.window(windows.warm(), windows.window()).words());
      Map<String, Double> figures = new LinkedHashMap<>();
      if (limit.count() > 0) {
        figures.put(Figure.ROUND_TRIPS, limit.perSecond());
        figures.put(Figure.PART_OF_USUAL, limit.perSecond() / limit.number("usual_per_s"));
        figures.put(Figure.CPU_PER_ROUND_TRIP, limit.cpuMicrosEach());
      }
      figures.put(Figure.SERVED, limit.number("served"));
      figures.put(Figure.REFUSED, limit.number("refused"));
      figures.put(Figure.UNANSWERED, limit.number("unanswered"));
      if (limit.has("accept_us")) {
        figures.put(Figure.ACCEPT_AFTER, limit.number("accept_us") / 1000);
      }
      return Sample.of(figures, limit.errors());
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
