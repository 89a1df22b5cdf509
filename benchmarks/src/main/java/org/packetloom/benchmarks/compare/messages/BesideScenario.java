// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.packetloom.message.LinkConditions;

/** Small urgent messages on one channel, while another one takes all that the link carries. */
final class BesideScenario implements Scenario {
  private static final int SMALL_BYTES = 100;
  private static final int BULK_BYTES = 1000;
  private static final int SECONDS = 60;
  private static final int QUICK_SECONDS = 20;
  private static final int DELAY_MILLIS = 25;
  private static final int MEGABITS = 10;
  private static final long QUEUE_BYTES = 64 * 1024;

  @Override
  public String name() {
    return "beside";
  }

  @Override
  public String summary() {
    return "100 B each 1/60 s beside a channel that fills 10 Mbit/s, RTT 50 ms, queue 64 KB";
  }

  @Override
  public String note() {
    return "Beside: the stream's messages on a channel of their own, of a higher priority where there"
        + " are priorities, over the link of bulk, without it (idle) and beside it; times in the"
        + " direction of the bulk.";
  }

  @Override
  public List<Setting> settings(boolean isQuick) {
    List<Setting> settings = new ArrayList<>();
    for (double loss : new double[] {0, 1, 5}) {
      settings.add(
          Setting.of(name(), Driver.MILLI, SMALL_BYTES)
              .withLoss(loss, 1)
              .withSeconds(isQuick ? QUICK_SECONDS : SECONDS));
    }
    return settings;
  }

  @Override
  public List<String> ratioFigures() {
    return List.of("p99_ms", "bulk_share_percent");
  }

  @Override
  public Outcome run(PeerKind peer, Setting setting, long seed) {
    Map<String, Double> figures = new LinkedHashMap<>();
    Outcome idle = run(peer, setting, seed, new Stream(setting), Session.SILENCE);
    if (idle.figures().isEmpty()) {
      return idle;
    }
    figures.put("idle_p99_ms", idle.figures().get("p99_ms"));
    var bulk = new Bulk(MessagePeer.BULK, BULK_BYTES, Integer.MAX_VALUE);
    Outcome busy = run(peer, setting, seed, new Stream(setting), bulk);
    figures.putAll(busy.figures());
    if (!busy.figures().isEmpty()) {
      double seconds = setting.seconds() * (1 - setting.loss());
      double share = bulk.delivered() * (double) BULK_BYTES * 8 / (MEGABITS * 1e6) / seconds;
      figures.put("bulk_share_percent", 100 * share);
    }
    return new Outcome(figures, idle.errors() + busy.errors(), busy.remarks());
  }

  private static Outcome run(
      PeerKind peer, Setting setting, long seed, Stream stream, Session.Application beside) {
    LinkConditions link = Links.limited(DELAY_MILLIS, MEGABITS, QUEUE_BYTES, setting);
    try (Pair pair = peer.open(PeerKind.Need.SELF_TUNED, link)) {
      var session = new Session(pair, link, setting.driver(), seed);
      session.run(new Both(stream, beside), stream.lastTurn());
      if (!session.isAlive()) {
        return Outcome.lost(session.now() - Session.START);
      }
      Map<String, Double> figures = new LinkedHashMap<>();
      stream.toServer().putInto(figures);
      return Outcome.of(figures, stream.disorder());
    }
  }

  /** Two that share a connection. */
  private record Both(Session.Application first, Session.Application second)
      implements Session.Application {
    @Override
    public void delivered(boolean isAtServer, int channel, ByteBuffer payload, long now) {
      first.delivered(isAtServer, channel, payload, now);
      second.delivered(isAtServer, channel, payload, now);
    }

    @Override
    public void turn(Pair pair, long now) {
      first.turn(pair, now);
      second.turn(pair, now);
    }

    @Override
    public long nextTurn() {
      return Math.min(first.nextTurn(), second.nextTurn());
    }
  }
}
