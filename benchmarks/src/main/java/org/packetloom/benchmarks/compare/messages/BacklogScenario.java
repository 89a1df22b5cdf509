// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.packetloom.message.LinkConditions;

/** Many messages that were queued before the first datagram is asked for. */
final class BacklogScenario implements Scenario {
  private static final long START = Session.START;
  private static final int BYTES = 32;
  private static final int COUNT = 20_000;
  private static final int WARM_UP = 20;
  private static final int RUNS = 9;
  private static final double MILLI = 1e6;

  @Override
  public String name() {
    return "backlog";
  }

  @Override
  public String summary() {
    return "20 000 reliable messages of 32 B queued, and how long it takes to compose them all";
  }

  @Override
  public String note() {
    return "Backlog: processor time to compose all datagrams of 20 000 reliable messages of 32 B that"
        + " were queued before; the median of %d, after %d to warm up.".formatted(RUNS, WARM_UP);
  }

  @Override
  public List<Setting> settings(boolean isQuick) {
    return List.of(Setting.of(name(), Driver.MILLI, BYTES));
  }

  @Override
  public List<String> ratioFigures() {
    return List.of("compose_ms");
  }

  @Override
  public boolean isExact() {
    return false;
  }

  @Override
  public Outcome run(PeerKind peer, Setting setting, long seed) {
    double[] millis = new double[RUNS];
    long missing = 0;
    for (int i = -WARM_UP; i < RUNS; i++) {
      try (Pair pair = peer.open(PeerKind.Need.UNLIMITED, LinkConditions.PERFECT)) {
        meet(pair);
        long sent = queue(pair.client(), setting.bytes());
        long before = Cost.cpuNanos();
        long[] bytes = {0};
        pair.client().flush(datagram -> bytes[0] += datagram.remaining(), START);
        long nanos = Cost.cpuNanos() - before;
        millis[Math.max(i, 0)] = nanos / MILLI;
        missing += bytes[0] < sent ? 1 : 0;
      }
    }
    Arrays.sort(millis);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("compose_ms", millis[RUNS / 2]);
    return Outcome.of(figures, missing);
  }

  /** A first message, so that each end is told how much the other takes. */
  private static void meet(Pair pair) {
    pair.client().send(MessagePeer.BULK, ByteBuffer.allocate(1), START);
    for (int i = 0; i < 2; i++) {
      pair.client().flush(datagram -> pair.server().receive(datagram, START), START);
      pair.server().drain((_, _) -> {}, START);
      pair.server().flush(datagram -> pair.client().receive(datagram, START), START);
    }
  }

  private static long queue(MessagePeer peer, int bytes) {
    ByteBuffer payload = ByteBuffer.allocate(bytes);
    for (int i = 0; i < COUNT; i++) {
      if (!peer.send(MessagePeer.BULK, payload.clear(), START)) {
        throw new IllegalStateException("message %d was not taken".formatted(i));
      }
    }
    return (long) COUNT * bytes;
  }
}
