// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Somebody who asks to be connected from an address that may not be theirs. */
final class StrangerScenario implements Scenario {
  private static final int MANY = 20_000;
  private static final int SECONDS = 10;

  @Override
  public String name() {
    return "stranger";
  }

  @Override
  public String summary() {
    return "what a server sends and keeps for one datagram of an address that is not proven";
  }

  @Override
  public String note() {
    return "Stranger: bytes on the wire that a server sends in 10 s for each byte of one request whose"
        + " sender does not answer; and bytes of heap that it keeps for each of 20 000 such"
        + " requests from as many addresses.";
  }

  @Override
  public List<Setting> settings(boolean isQuick) {
    return List.of(Setting.of(name(), Driver.LOOP, 0).withSeconds(SECONDS));
  }

  @Override
  public List<String> ratioFigures() {
    return List.of("amplification");
  }

  @Override
  public boolean isExact() {
    return false;
  }

  @Override
  public Outcome run(PeerKind peer, Setting setting, long seed) {
    Map<String, Double> figures = new LinkedHashMap<>();
    try (Strangers strangers = peer.strangers().orElseThrow()) {
      double asked = strangers.ask(0);
      figures.put("amplification", strangers.answered(setting.seconds()) / asked);
      if (strangers.areMany()) {
        figures.put("kept_bytes_each", (double) kept(strangers));
      }
    }
    return Outcome.of(figures, 0);
  }

  private static long kept(Strangers strangers) {
    for (int i = 1; i <= MANY; i++) { // what comes once is there
      strangers.ask(i);
    }
    long before = Cost.heapBytes();
    for (int i = 1; i <= MANY; i++) {
      strangers.ask(MANY + i);
    }
    return Math.max(0, Math.round((Cost.heapBytes() - before) / (double) MANY));
  }
}
