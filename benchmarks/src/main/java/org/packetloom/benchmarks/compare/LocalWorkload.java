// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** Echo over Unix-domain sockets. */
final class LocalWorkload implements Workload {
  @Override
  public String name() {
    return "local";
  }

  @Override
  public String summary() {
    return "echo over Unix-domain sockets";
  }

  @Override
  public List<String> peers() {
    return Peers.oursAnd(Peers.JDK_CHANNEL, Peers.JUNIXSOCKET, Peers.GO, Peers.C);
  }

  @Override
  public List<Integer> connections(boolean isQuick) {
    return isQuick ? List.of(100) : List.of(10, 100, 1000);
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
    Path path = Files.createTempDirectory(bench.scratch(), "local").resolve("socket");
    ServerPlan plan = ServerPlan.of(contestant.peer(), Role.ECHO, EchoWorkload.BLOCK_BYTES);
    return RoundTrips.over(bench, plan.withPath(path.toString()));
  }
}
