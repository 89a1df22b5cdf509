// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
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
  public List<String> otherPeers() {
    return Peers.OURS_AND_DROP_IN;
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
    return List.of(
        "CPU time is that of the one process: of clients and server together. The server reads into"
            + " 16 KiB as in echo; a client, for as many bytes as it sent.");
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    ServerPlan plan =
        ServerPlan.of(contestant.peer(), Role.PINGPONG, EchoWorkload.BLOCK_BYTES)
            .withMessages(size);
    return new SelfDriven(bench, contestant.peer(), bench.serve(plan), PingPongWorkload::put);
  }

  private static void put(Measured done, double cpuMicrosEach, Map<String, Double> figures) {
    figures.put(Figure.ROUND_TRIPS, done.perSecond());
    figures.put(Figure.CPU_OF_BOTH, cpuMicrosEach);
  }
}
