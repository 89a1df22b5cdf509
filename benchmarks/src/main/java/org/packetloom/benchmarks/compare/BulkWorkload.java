// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.List;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** One stream as fast as it goes, in either direction. */
final class BulkWorkload implements Workload {
  private static final String SEND = "send";

  @Override
  public String name() {
    return "bulk";
  }

  @Override
  public String summary() {
    return "one stream at full speed, in blocks; the server sends, or receives";
  }

  @Override
  public List<String> peers() {
    return Peers.oursAnd(
        Peers.JDK_SOCKET, Peers.JDK_CHANNEL, Peers.NETTY_EPOLL, Peers.NETTY_IO_URING, Peers.C);
  }

  @Override
  public List<String> otherPeers() {
    return Peers.and(Peers.GO);
  }

  @Override
  public List<String> variants(String peer) {
    return List.of(SEND, "receive");
  }

  @Override
  public List<Integer> connections(boolean isQuick) {
    return List.of(1);
  }

  @Override
  public List<Integer> sizes(boolean isQuick) {
    return List.of(64 * 1024, 1024 * 1024);
  }

  @Override
  public List<String> ratioFigures() {
    return List.of(Figure.CPU_PER_GB, Figure.GB);
  }

  @Override
  public List<String> notes() {
    return List.of(
        "Send: the server writes blocks of the size named; the load generator has the kernel drop"
            + " them without a copy. Receive: the load generator writes such blocks and the server"
            + " reads into one of that size. 1 GB is 10^9 bytes; CPU time is the server's.");
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    boolean sends = contestant.variant().equals(SEND);
    Role role = sends ? Role.SOURCE : Role.SINK;
    ServerProcess server = bench.serve(ServerPlan.of(contestant.peer(), role, size));
    return new Streaming(
        bench,
        contestant.peer(),
        server,
        conditions -> new LoadOptions(sends ? "drain" : "fill", server).of(conditions));
  }
}
