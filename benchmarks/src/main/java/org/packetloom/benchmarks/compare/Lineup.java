// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who takes part in a workload. */
final class Lineup {
  private Lineup() {}

  /**
   * The contestants of some peers, those that are compared with each other together.
   *
   * @throws IllegalArgumentException if a peer is unknown or does not do this
   */
  static List<Contestant> of(Workload workload, List<String> peers) {
    List<Contestant> contestants = new ArrayList<>();
    for (String peer : peers) {
      ensureTakesPart(workload, peer);
      workload.variants(peer).forEach(variant -> contestants.add(new Contestant(peer, variant)));
    }
    List<String> variants = contestants.stream().map(Contestant::variant).distinct().toList();
    Comparator<Contestant> byVariant = Comparator.comparing(c -> variants.indexOf(c.variant()));
    return contestants.stream()
        .distinct()
        .sorted(workload.comparesVariants() ? (_, _) -> 0 : byVariant)
        .toList();
  }

  private static void ensureTakesPart(Workload workload, String peer) {
    if (!Peers.ALL.contains(peer)) {
      throw new IllegalArgumentException(
          "no peer '%s': there are %s".formatted(peer, String.join(", ", Peers.ALL)));
    }
    if (!workload.peers().contains(peer) && !workload.otherPeers().contains(peer)) {
      throw new IllegalArgumentException(
          "peer '%s' does not do %s: %s do"
              .formatted(peer, workload.name(), String.join(", ", workload.peers())));
    }
  }

  /** Who does what, for the help. */
  static String[] help() {
    List<String> lines = new ArrayList<>(List.of("", "Workloads, and who does them by default:"));
    for (Workload workload : Workloads.ALL) {
      List<String> who = new ArrayList<>(List.of("ourselves"));
      workload.peers().stream().filter(peer -> !Peers.isOurs(peer)).forEach(who::add);
      lines.add("  %-13s %s".formatted(workload.name(), workload.summary()));
      lines.add("                " + String.join(", ", who));
    }
    lines.add("");
    lines.add("Ourselves: packetloom/ENGINE/POLLER with engine loop, virtual or thread and poller");
    lines.add("epoll, io_uring or poll, and packetloom/dropin[/virtual] for the same behind");
    lines.add("java.net.Socket; by default");
    lines.add(String.join(" and ", Peers.OURS_FIRST) + ".");
    lines.add("");
    lines.add("compare messages compares message layers in virtual time: compare messages --help.");
    lines.add(
        "compare summary FILE.json... puts the leading ratios of several results into one table.");
    return lines.toArray(String[]::new);
  }
}
