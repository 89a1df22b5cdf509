// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.util.ArrayList;
import java.util.List;
import org.packetloom.Probe;
import org.packetloom.Probe.Finding;
import org.packetloom.Probe.Kind;

/** The first line: what serves, and why not something faster. */
record Headline(Probe probe) {
  /** In the order of preference; what a system does not know at all is not asked for. */
  private static final List<String> ENGINES = List.of("loop", "virtual", "thread");

  private static final List<String> POLLERS =
      List.of("epoll", "kqueue", "iocp", "io_uring", "poll");

  String text() {
    List<String> reasons = new ArrayList<>();
    reasons.addAll(missing(Kind.ENGINE, ENGINES, probe.engine()));
    reasons.addAll(missing(Kind.POLLER, POLLERS, probe.poller()));
    String line =
        "packetloom %s: engine %s, poller %s"
            .formatted(probe.version(), probe.engine(), probe.poller());
    return reasons.isEmpty() ? line : line + "; not " + String.join("; not ", reasons);
  }

  private List<String> missing(Kind kind, List<String> byForce, String chosen) {
    int rank = byForce.indexOf(chosen);
    return probe.findings().stream()
        .filter(f -> f.kind() == kind && !f.isAvailable())
        .filter(f -> byForce.contains(f.name()) && byForce.indexOf(f.name()) < rank)
        .map(Headline::reason)
        .toList();
  }

  private static String reason(Finding finding) {
    String remedy = finding.remedy().isEmpty() ? "" : " (" + finding.remedy() + ")";
    return finding.name() + ": " + finding.detail() + remedy;
  }
}
