// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** Datagrams over the loopback interface. */
final class DatagramWorkload implements Workload {
  @Override
  public String name() {
    return "datagram";
  }

  @Override
  public String summary() {
    return "packets from one socket to another, one by one, in batches, or cut by the kernel";
  }

  @Override
  public List<String> peers() {
    return Peers.oursAnd(Peers.JDK_CHANNEL, Peers.C);
  }

  @Override
  public List<String> variants(String peer) {
    return List.of("single", "batch", "offload");
  }

  @Override
  public List<Integer> connections(boolean isQuick) {
    return List.of(1);
  }

  @Override
  public List<Integer> sizes(boolean isQuick) {
    return List.of(64, 1200);
  }

  @Override
  public List<String> ratioFigures() {
    return List.of(Figure.CPU_PER_PACKET, Figure.PACKETS);
  }

  @Override
  public String syscallsFigure() {
    return "syscalls_per_packet";
  }

  @Override
  public List<String> notes() {
    return List.of(
        "A thread sends and another receives, in one process; CPU time is that of both, for each"
            + " packet that was received: a ratio of it is that of packets per second of CPU time."
            + " The sender keeps no more under way than the receiver has room for, and errors are"
            + " packets that were lost all the same.",
        "Single: one packet by a call. Batch: 64 (DatagramBatch, which joins those of one size on"
            + " their way into the kernel by itself; sendmmsg, recvmmsg). Offload: as many as go"
            + " into 60 000 bytes, at most 64, cut and joined by the kernel (UDP_SEGMENT, UDP_GRO),"
            + " and several of those by a call. The JDK has calls for one packet only and does the"
            + " same work with them. Peer c has one thread, which sends and then receives.");
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    ServerPlan plan =
        ServerPlan.of(contestant.peer(), Role.DATAGRAM, size).withVariant(contestant.variant());
    return new SelfDriven(bench, contestant.peer(), bench.serve(plan), DatagramWorkload::put);
  }

  private static void put(Measured done, double cpuMicrosEach, Map<String, Double> figures) {
    figures.put(Figure.PACKETS, done.perSecond());
    figures.put(Figure.CPU_PER_PACKET, cpuMicrosEach);
  }
}
