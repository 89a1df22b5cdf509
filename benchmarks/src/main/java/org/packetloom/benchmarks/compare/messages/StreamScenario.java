// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.packetloom.message.LinkConditions;

/** Small messages at a steady pace, both ways: what a game does. */
final class StreamScenario implements Scenario {
  private static final int BYTES = 100;
  private static final int SECONDS = 120;
  private static final int QUICK_SECONDS = 30;
  private static final int BURST = 3;

  /** How long the last ones may take. */
  private static final long PATIENCE = 30_000_000_000L;

  @Override
  public String name() {
    return "stream";
  }

  @Override
  public String summary() {
    return "100 B, reliable and ordered, each 1/60 s both ways; RTT 50 ms";
  }

  @Override
  public String note() {
    return "Stream: 100 B reliable and ordered each 1/60 s in both directions for 120 s (quick: 30),"
        + " 25 ms one way with 5 ms of jitter; times from sending to delivery, one way.";
  }

  @Override
  public List<Setting> settings(boolean isQuick) {
    List<Setting> settings = new ArrayList<>();
    for (Driver driver : List.of(Driver.MILLI, Driver.LOOP)) {
      Setting plain =
          Setting.of(name(), driver, BYTES).withSeconds(isQuick ? QUICK_SECONDS : SECONDS);
      for (double loss : new double[] {0, 1, 5, 20}) {
        settings.add(plain.withLoss(loss, 1));
      }
      if (driver == Driver.MILLI) {
        settings.add(plain.withLoss(5, BURST));
        settings.add(plain.withLoss(20, BURST));
      }
    }
    return settings;
  }

  @Override
  public List<String> ratioFigures() {
    return List.of("p99_ms", "wire_per_payload");
  }

  @Override
  public Outcome run(PeerKind peer, Setting setting, long seed) {
    LinkConditions link = Links.delayed(25, 5, setting);
    try (Pair pair = peer.open(PeerKind.Need.SELF_TUNED, link)) {
      var session = new Session(pair, link, setting.driver(), seed);
      var stream = new Stream(MessagePeer.BULK, setting.bytes(), setting.seconds());
      session.run(stream, stream.lastTurn());
      long wire = session.wireBytes();
      session.run(stream, session.now() + PATIENCE);
      if (!session.isAlive()) {
        return Outcome.lost(session.now() - Session.START);
      }
      Map<String, Double> figures = new LinkedHashMap<>();
      stream.latencies().putInto(figures);
      figures.put("wire_per_payload", (double) wire / stream.sentBytes());
      return Outcome.of(figures, stream.errors());
    }
  }
}
