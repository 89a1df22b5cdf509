// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.List;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** Servers that send back what they receive. */
final class EchoWorkload implements Workload {
  /** What every server reads into. */
  static final int BLOCK_BYTES = 16 * 1024;

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public String summary() {
    return "send back what is received over TCP";
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
    return isQuick ? List.of(10, 100, 1000) : List.of(1, 10, 100, 1000, 9500);
  }

  @Override
  public List<String> ratioFigures() {
    return List.of(Figure.CPU_PER_ROUND_TRIP, Figure.ROUND_TRIPS);
  }

  @Override
  public List<String> notes() {
    return List.of(RoundTrips.NOTE, RoundTrips.NOTE_OF_C);
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    return RoundTrips.over(bench, ServerPlan.of(contestant.peer(), Role.ECHO, BLOCK_BYTES));
  }
}
