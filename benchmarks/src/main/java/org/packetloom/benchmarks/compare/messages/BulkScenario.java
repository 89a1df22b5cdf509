// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.LinkStatistics;

/** Much data one way, through a link that carries so much and no more. */
final class BulkScenario implements Scenario {
  private static final int BYTES = 1000;
  private static final long PATIENCE_SECONDS = 120;
  private static final double SECOND = 1e9;

  private final String name;
  private final String rest;
  private final long megabits;
  private final int delayMillis; // one way
  private final long queueBytes;
  private final int megabytes;
  private final double[] losses;

  private BulkScenario(
      String name,
      long megabits,
      int delayMillis,
      long queueBytes,
      int megabytes,
      double... losses) {
    this.name = name;
    this.megabits = megabits;
    this.delayMillis = delayMillis;
    this.queueBytes = queueBytes;
    this.megabytes = megabytes;
    this.losses = losses;
    rest =
        "%d MB in messages of 1000 B, %d Mbit/s, RTT %d ms, queue %d KB"
            .formatted(megabytes, megabits, 2 * delayMillis, queueBytes / 1024);
  }

  static BulkScenario slow() {
    return new BulkScenario("bulk", 10, 25, 64 * 1024, 8, 0, 1, 5, 20);
  }

  static BulkScenario fast() {
    return new BulkScenario("bulk-fast", 100, 50, 1024 * 1024, 40, 0, 1, 5);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String summary() {
    return rest;
  }

  @Override
  public String note() {
    return "%s: %s, one way; share of limit is goodput ÷ (rate · (1 − loss) · 1000/1028)."
        .formatted(name, rest);
  }

  @Override
  public List<Setting> settings(boolean isQuick) {
    return DoubleStream.of(losses)
        .mapToObj(loss -> Setting.of(name, Driver.MILLI, BYTES).withLoss(loss, 1))
        .toList();
  }

  @Override
  public List<String> ratioFigures() {
    return List.of("share_of_limit_percent", "wire_per_payload");
  }

  @Override
  public Outcome run(PeerKind peer, Setting setting, long seed) {
    LinkConditions link = Links.limited(delayMillis, megabits, queueBytes, setting);
    int count = megabytes * 1_000_000 / setting.bytes();
    try (Pair pair = peer.open(PeerKind.Need.SELF_TUNED, link)) {
      var session = new Session(pair, link, setting.driver(), seed);
      var bulk = new Bulk(MessagePeer.BULK, setting.bytes(), count);
      session.run(bulk, Session.START + PATIENCE_SECONDS * 1_000_000_000);
      if (!session.isAlive()) {
        return Outcome.lost(session.now() - Session.START);
      }
      double seconds = (session.now() - Session.START) / SECOND;
      double payload = (double) bulk.delivered() * setting.bytes();
      double wire = setting.bytes() + link.overheadBytes();
      double limit = megabits * 1e6 / 8 * (1 - setting.loss()) * setting.bytes() / wire;
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("share_of_limit_percent", 100 * payload / seconds / limit);
      figures.put("wire_per_payload", session.wireBytes() / payload);
      LinkStatistics used = session.toServer();
      figures.put("queue_drop_percent", 100.0 * used.droppedByQueue() / used.sent());
      return Outcome.of(figures, bulk.errors());
    }
  }
}
