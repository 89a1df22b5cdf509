// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.List;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** A proxy between two streams. */
final class RelayWorkload implements Workload {
  /** What every relay that copies reads into. */
  static final int BLOCK_BYTES = 64 * 1024;

  @Override
  public String name() {
    return "relay";
  }

  @Override
  public String summary() {
    return "a proxy between two TCP connections, at full speed";
  }

  @Override
  public List<String> peers() {
    return Peers.oursAnd(Peers.JDK_SOCKET, Peers.JDK_CHANNEL, Peers.SOCAT);
  }

  @Override
  public List<Integer> connections(boolean isQuick) {
    return List.of(1);
  }

  @Override
  public List<Integer> sizes(boolean isQuick) {
    return List.of(BLOCK_BYTES);
  }

  @Override
  public List<String> ratioFigures() {
    return List.of(Figure.CPU_PER_GB, Figure.GB);
  }

  @Override
  public List<String> notes() {
    return List.of(
        "The load generator writes blocks of the size named to the relay, and has the kernel drop,"
            + " without a copy, what comes out at the other end; before that 256 KiB pass both ways and"
            + " each byte is looked at, and after it all that went in must have come out. 1 GB is 10^9"
            + " bytes; CPU time is the relay's.",
        "Ourselves: Packetloom.relay. The JDK: a copy loop in each direction, on virtual threads, with"
            + " an array or a direct buffer of 64 KiB; socat with 256 KiB.");
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    int sink = Ports.free();
    ServerPlan plan = ServerPlan.of(contestant.peer(), Role.RELAY, BLOCK_BYTES).withTarget(sink);
    ServerProcess relay = bench.serve(plan);
    return new Streaming(
        bench,
        contestant.peer(),
        relay,
        conditions -> new LoadOptions("through", relay).sink(sink).of(conditions));
  }
}
