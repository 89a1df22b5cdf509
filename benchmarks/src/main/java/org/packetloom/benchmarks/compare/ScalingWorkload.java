// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** How the cost of a round trip grows with the number of connections, and what of it grows. */
final class ScalingWorkload implements Workload {
  @Override
  public String name() {
    return "scaling";
  }

  @Override
  public String summary() {
    return "what echo costs the more connections there are, and what of it grows";
  }

  @Override
  public List<String> peers() {
    return Peers.oursAnd(Peers.JDK_SOCKET, Peers.C);
  }

  @Override
  public List<String> otherPeers() {
    return Peers.and(Peers.JDK_CHANNEL, Peers.NETTY_EPOLL, Peers.NETTY_IO_URING, Peers.GO);
  }

  @Override
  public List<Integer> connections(boolean isQuick) {
    return List.of(1, 10, 100, 1000, 3000, 9500);
  }

  @Override
  public List<String> ratioFigures() {
    return List.of(Figure.CPU_PER_ROUND_TRIP);
  }

  @Override
  public List<String> notes() {
    return List.of(
        "Every connection asks again as soon as it was answered. User and system time are the"
            + " server's CPU time, divided as the kernel's clock ticks found it; switches are from one"
            + " of its threads to another, or to other processes.");
  }

  @Override
  public List<String> findings(List<Row> rows) {
    List<String> findings = new ArrayList<>();
    for (Contestant contestant : rows.stream().map(Row::contestant).distinct().toList()) {
      List<Row> own = rows.stream().filter(row -> row.contestant().equals(contestant)).toList();
      for (int i = 1; i < own.size(); i++) {
        if (own.get(i).conditions().size() == own.get(i - 1).conditions().size()) {
          findings.add(growth(own.get(i - 1), own.get(i)));
        }
      }
    }
    return findings;
  }

  private static String growth(Row from, Row to) {
    return "%s, %d to %d connections: CPU %s us a trip (user %s, system %s), %s system calls, %s switches"
        .formatted(
            from.contestant(),
            from.conditions().connections(),
            to.conditions().connections(),
            difference(from, to, Figure.CPU_PER_ROUND_TRIP),
            difference(from, to, Figure.USER_PER_ROUND_TRIP),
            difference(from, to, Figure.SYSTEM_PER_ROUND_TRIP),
            signed(to.syscalls().each() - from.syscalls().each()),
            difference(from, to, Figure.SWITCHES_PER_ROUND_TRIP));
  }

  private static String difference(Row from, Row to, String figure) {
    Spread before = from.figures().get(figure);
    Spread after = to.figures().get(figure);
    return signed(before == null || after == null ? Double.NaN : after.median() - before.median());
  }

  private static String signed(double number) {
    return Double.isNaN(number) ? "?" : String.format(Locale.ROOT, "%+.2f", number);
  }

  @Override
  public Trial open(Bench bench, Contestant contestant, int size)
      throws IOException, InterruptedException, MissingException {
    return RoundTrips.split(
        bench, ServerPlan.of(contestant.peer(), Role.ECHO, EchoWorkload.BLOCK_BYTES));
  }
}
