// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.List;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** What a relay costs that has nothing to do. */
final class RelayIdleWorkload implements Workload {
  /** Two buffers for each connection make more than a gigabyte. */
  private static final String MOST_HEAP = "3g";

  @Override
  public String name() {
    return "relay-idle";
  }

  @Override
  public String summary() {
    return "memory of a proxied connection that nothing passes through";
  }

  @Override
  public List<String> peers() {
    return Peers.oursAnd(Peers.JDK_SOCKET, Peers.JDK_CHANNEL);
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
        "As workload idle has it, for relays to a server of peer c: a byte has passed each way through"
            + " every connection, which has two threads and, where it copies, buffers of 64 KiB.");
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    ServerProcess target =
        bench.serveBeside(ServerPlan.of(Peers.C, Role.ECHO, EchoWorkload.BLOCK_BYTES));
    try {
      ServerPlan plan =
          ServerPlan.of(contestant.peer(), Role.RELAY, RelayWorkload.BLOCK_BYTES)
              .withTarget(target.port());
      FreshServers fresh = FreshServers.ofMost(bench, plan, MOST_HEAP);
      fresh.ensureStarts();
      return new Targeted(fresh, target);
    } catch (IOException | InterruptedException | MissingException | RuntimeException e) {
      target.close();
      throw e;
    }
  }

  /** Relays, and what they connect to. */
  private record Targeted(FreshServers relays, ServerProcess target) implements Trial {
    @Override
    public void warm(Case conditions) {
      relays.warm(conditions);
    }

    @Override
    public Sample measure(Case conditions)
        throws IOException, InterruptedException, MissingException {
      return relays.measure(conditions);
    }

    @Override
    public String note() {
      return relays.note();
    }

    @Override
    public void close() {
      relays.close();
      target.close();
    }
  }
}
