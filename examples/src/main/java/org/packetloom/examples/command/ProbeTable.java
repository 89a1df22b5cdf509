// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.util.List;
import java.util.StringJoiner;
import org.packetloom.Probe;
import org.packetloom.Probe.Finding;
import org.packetloom.Probe.Kind;

/** Lays a probe out for people: findings by kind, each missing one with its reason and remedy. */
record ProbeTable(Probe probe) {
  String text() {
    StringJoiner lines = new StringJoiner(System.lineSeparator());
    lines.add("packetloom " + probe.version() + ", " + probe.system() + ", " + VersionLine.jdk());
    lines.add("engine     " + probe.engine());
    lines.add("poller     " + probe.poller());
    for (Kind kind : Kind.values()) {
      List<Finding> found = probe.findings().stream().filter(f -> f.kind() == kind).toList();
      if (!found.isEmpty()) {
        lines.add("").add(heading(kind));
        int width = found.stream().mapToInt(f -> f.name().length()).max().orElse(0);
        found.forEach(f -> addTo(lines, f, width));
      }
    }
    return lines.toString();
  }

  private static String heading(Kind kind) {
    return switch (kind) {
      case ENGINE -> "engines";
      case POLLER -> "pollers";
      case FEATURE -> "features of pollers";
      case SCHEME -> "schemes";
      case CAPABILITY -> "capabilities";
      case LIMIT -> "limits";
    };
  }

  private static void addTo(StringJoiner lines, Finding finding, int width) {
    String mark =
        switch (finding.kind()) {
          case LIMIT -> "   ";
          case ENGINE, POLLER, FEATURE, SCHEME, CAPABILITY -> finding.isAvailable() ? "yes" : "no ";
        };
    String name = finding.name() + " ".repeat(width - finding.name().length());
    lines.add(("  " + mark + "  " + name + "  " + finding.detail()).stripTrailing());
    if (!finding.isAvailable() && !finding.remedy().isEmpty()) {
      lines.add("  " + "   " + "  " + " ".repeat(width) + "  remedy: " + finding.remedy());
    }
  }
}
