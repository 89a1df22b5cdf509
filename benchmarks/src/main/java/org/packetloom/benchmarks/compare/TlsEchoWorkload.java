// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** Clients and server in one Java process that talk by TLS, all of them virtual threads. */
final class TlsEchoWorkload implements Workload {
  @Override
  public String name() {
    return "tls-echo";
  }

  @Override
  public String summary() {
    return "client and server that talk by TLS 1.3 on virtual threads of one process";
  }

  @Override
  public List<String> peers() {
    return Peers.oursAnd(Peers.JDK_SOCKET);
  }

  @Override
  public List<Integer> connections(boolean isQuick) {
    return List.of(1, 100);
  }

  @Override
  public List<String> ratioFigures() {
    return List.of(Figure.CPU_OF_BOTH, Figure.ROUND_TRIPS);
  }

  @Override
  public boolean isNeverPinned() {
    return true;
  }

  @Override
  public List<String> notes() {
    return List.of(
        "CPU time is that of the one process: of clients and server together, after the handshakes.",
        "Both have the JDK's TLS_AES_128_GCM_SHA256 over TCP: jdk/socket by SSLSocket, we by"
            + " SSLEngine.");
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    ServerPlan plan =
        ServerPlan.of(contestant.peer(), Role.PINGPONG, EchoWorkload.BLOCK_BYTES)
            .withMessages(size)
            .withVariant(ServerPlan.TLS);
    return new SelfDriven(bench, contestant.peer(), bench.serve(plan), TlsEchoWorkload::put);
  }

  private static void put(Measured done, double cpuMicrosEach, Map<String, Double> figures) {
    figures.put(Figure.ROUND_TRIPS, done.perSecond());
    figures.put(Figure.CPU_OF_BOTH, cpuMicrosEach);
  }
}
