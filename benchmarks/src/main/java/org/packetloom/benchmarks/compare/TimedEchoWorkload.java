// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.List;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** Echo with a deadline on every read, and ourselves without one beside it. */
final class TimedEchoWorkload implements Workload {
  private static final String TIMED = "timed";

  @Override
  public String name() {
    return "timed-echo";
  }

  @Override
  public String summary() {
    return "echo with a 30 s deadline on every read, and ourselves without one beside it";
  }

  @Override
  public List<String> peers() {
    return Peers.oursAnd(Peers.JDK_SOCKET, Peers.GO);
  }

  @Override
  public List<String> variants(String peer) {
    return Peers.isOurs(peer) ? List.of(TIMED, "untimed") : List.of(TIMED);
  }

  @Override
  public boolean comparesVariants() {
    return true;
  }

  @Override
  public List<String> otherPeers() {
    return Peers.OURS_AND_DROP_IN;
  }

  @Override
  public List<Integer> connections(boolean isQuick) {
    return List.of(100);
  }

  @Override
  public List<String> ratioFigures() {
    return List.of(Figure.CPU_PER_ROUND_TRIP, Figure.ROUND_TRIPS);
  }

  @Override
  public List<String> notes() {
    return List.of(
        "Timed: StreamConnector.readTimeout, Socket.setSoTimeout, SetReadDeadline before each read.",
        RoundTrips.NOTE);
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    ServerPlan plan = ServerPlan.of(contestant.peer(), Role.ECHO, EchoWorkload.BLOCK_BYTES);
    return RoundTrips.over(bench, plan.withTimed(contestant.variant().equals(TIMED)));
  }
}
