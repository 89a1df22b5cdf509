// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** A byte that is passed on from connector to connector, as libevent's own benchmark has it. */
final class CascadeWorkload implements Workload {
  private static final int BYTES = 1;

  @Override
  public String name() {
    return "cascade";
  }

  @Override
  public String summary() {
    return "a byte passed on from connector to connector, libevent's classic";
  }

  @Override
  public List<String> peers() {
    return Peers.oursAnd(
        Peers.REACTOR,
        Peers.JDK_SELECTOR,
        Peers.JDK_CHANNEL,
        Peers.C_LIBEVENT,
        Peers.C_LIBEV,
        Peers.C);
  }

  @Override
  public List<String> variants(String peer) {
    return List.of("udp", "pipe");
  }

  @Override
  public List<Integer> connections(boolean isQuick) {
    return List.of(100, 1000);
  }

  @Override
  public List<Integer> sizes(boolean isQuick) {
    return List.of(BYTES);
  }

  @Override
  public List<String> ratioFigures() {
    return List.of(Figure.CPU_PER_CASCADE, Figure.TIME_PER_CASCADE);
  }

  @Override
  public String syscallsFigure() {
    return "syscalls_per_cascade";
  }

  @Override
  public List<String> notes() {
    return List.of(
        "100/1/100 and 1000/100/1000: of as many connectors as named one, from 1000 on a tenth of"
            + " them, is written to first, and whoever receives a byte writes it to the next, until"
            + " there were as many writes as there are connectors. Udp: datagram sockets. Pipe: pipe(2)."
            + " The next cascade begins when the last has ended; no thread has a part in it but those"
            + " that receive.",
        "packetloom/ENGINE/POLLER and jdk/channel have a virtual thread for each connector; the others"
            + " one thread with a loop. What we take for each unit of libevent is the inverse of its"
            + " ratio.");
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    if (size != BYTES) {
      throw new MissingException("a byte is passed on, not " + size);
    }
    ServerPlan plan =
        ServerPlan.of(contestant.peer(), Role.CASCADE, size).withVariant(contestant.variant());
    return new SelfDriven(bench, contestant.peer(), bench.serve(plan), CascadeWorkload::put);
  }

  private static void put(Measured done, double cpuMicrosEach, Map<String, Double> figures) {
    figures.put(Figure.TIME_PER_CASCADE, done.seconds() * 1e6 / done.count());
    figures.put(Figure.CPU_PER_CASCADE, cpuMicrosEach);
  }
}
