// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** What a connection costs that waits in a read. */
final class IdleWorkload implements Workload {
  private static final int STEPS = 4;
  private static final int PARTS = 9;

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String summary() {
    return "memory of a connection that waits in a read";
  }

  @Override
  public List<String> peers() {
    return Peers.oursAnd(
        Peers.JDK_SOCKET, Peers.JDK_CHANNEL, Peers.NETTY_EPOLL, Peers.NETTY_IO_URING);
  }

  @Override
  public List<String> otherPeers() {
    return Peers.and(Peers.GO);
  }

  @Override
  public List<Integer> connections(boolean isQuick) {
    return List.of(9000);
  }

  @Override
  public List<String> ratioFigures() {
    return List.of(Figure.RSS_PER_CONNECTION, Figure.HEAP_PER_CONNECTION);
  }

  @Override
  public boolean startsEachRound() {
    return true;
  }

  @Override
  public List<String> notes() {
    return List.of(
        "Slope of the server's resident memory, and of its heap, from a ninth of the connections"
            + " named to all of them, each time after a full collection, in a fresh process each"
            + " round. The server has served short-lived connections before, so that its code is"
            + " compiled. Every connection has echoed one byte and waits for more, with a buffer of"
            + " the size named.");
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    var fresh = new FreshServers(bench, ServerPlan.of(contestant.peer(), Role.ECHO, size));
    fresh.ensureStarts();
    return fresh;
  }

  /** So many connections at the least, at the most, and evenly between: 1000, 3000 … 9000. */
  static List<Integer> counts(int most) {
    int least = Math.max(1, most / PARTS);
    return IntStream.rangeClosed(0, STEPS)
        .map(i -> least + (most - least) * i / STEPS)
        .boxed()
        .toList();
  }
}
