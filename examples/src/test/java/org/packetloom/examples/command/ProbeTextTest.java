// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.packetloom.Probe;
import org.packetloom.Probe.Finding;
import org.packetloom.Probe.Kind;

class ProbeTextTest {
  private static final Probe PROBE =
      new Probe(
          "1.2.3",
          "linux-x86_64",
          "virtual",
          "epoll",
          List.of(
              new Finding(Kind.ENGINE, "loop", false, "java.lang is closed", "add a flag"),
              new Finding(Kind.ENGINE, "virtual", true, "in use", ""),
              new Finding(Kind.POLLER, "epoll", true, "", ""),
              new Finding(Kind.LIMIT, "descriptors", true, "20000", "")));

  @Test
  void tableGivesReasonAndRemedyOfWhatIsMissing() {
    assertThat(new ProbeTable(PROBE).text().lines())
        .containsSubsequence(
            "engine     virtual",
            "poller     epoll",
            "engines",
            "  no   loop     java.lang is closed",
            "                remedy: add a flag",
            "  yes  virtual  in use",
            "pollers",
            "  yes  epoll",
            "limits",
            "       descriptors  20000");
  }

  @Test
  void jsonHasStableKeys() throws IOException {
    Map<String, Object> root = JSON.std.mapFrom(ProbeCommand.json(PROBE));

    assertThat(root)
        .containsOnlyKeys("version", "system", "jdk", "engine", "poller", "findings")
        .containsEntry("version", "1.2.3")
        .containsEntry("system", "linux-x86_64")
        .containsEntry("engine", "virtual")
        .containsEntry("poller", "epoll");
    assertThat((List<?>) root.get("findings"))
        .first()
        .isEqualTo(
            Map.of(
                "kind", "engine",
                "name", "loop",
                "available", false,
                "detail", "java.lang is closed",
                "remedy", "add a flag"));
  }
}
