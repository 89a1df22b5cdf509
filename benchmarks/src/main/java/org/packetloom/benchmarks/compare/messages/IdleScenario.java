// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.packetloom.message.LinkConditions;

/** What a connection costs that nobody uses. */
final class IdleScenario implements Scenario {
  private static final int SECONDS = 60;
  private static final int BYTES = 100;
  private static final int PAIRS = 1000;

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String summary() {
    return "what a connection that nobody uses takes of the wire, and of memory";
  }

  @Override
  public String note() {
    return "Idle: bits each second in each direction, with headers of UDP and IP, and bytes of heap of"
        + " one end (of C's heap: ENet's host for one peer) after a second of stream and one of"
        + " silence.";
  }

  @Override
  public List<Setting> settings(boolean isQuick) {
    return List.of(Setting.of(name(), Driver.LOOP, BYTES).withSeconds(SECONDS));
  }

  @Override
  public List<String> ratioFigures() {
    return List.of("heap_bytes");
  }

  @Override
  public boolean isExact() {
    return false;
  }

  @Override
  public Outcome run(PeerKind peer, Setting setting, long seed) {
    LinkConditions link = Links.delayed(25, 5, setting);
    Map<String, Double> figures = new LinkedHashMap<>();
    List<Pair> pairs = new ArrayList<>();
    try {
      for (int i = 0; i < PAIRS; i++) { // so that all that comes once is there
        used(peer, setting, link, seed, pairs);
      }
      long before = allocated(peer);
      Session session = null;
      for (int i = 0; i < PAIRS; i++) {
        session = used(peer, setting, link, seed, pairs);
      }
      figures.put("heap_bytes", (allocated(peer) - before) / (2.0 * PAIRS));
      long wire = session.wireBytes();
      session.run(Session.SILENCE, session.now() + setting.seconds() * 1_000_000_000L);
      double bits = (session.wireBytes() - wire) * 8.0;
      figures.put("wire_bits_per_s", bits / 2 / setting.seconds());
      return Outcome.of(figures, session.isAlive() ? 0 : 1);
    } finally {
      pairs.forEach(Pair::close);
    }
  }

  /** One more connection, which has been used before it fell silent. */
  private static Session used(
      PeerKind peer, Setting setting, LinkConditions link, long seed, List<Pair> pairs) {
    Pair pair = peer.open(PeerKind.Need.SELF_TUNED, link);
    pairs.add(pair);
    var session = new Session(pair, link, setting.driver(), seed);
    var stream = new Stream(MessagePeer.BULK, setting.bytes(), 1);
    session.run(stream, stream.lastTurn());
    session.run(Session.SILENCE, stream.lastTurn() + 1_000_000_000);
    return session;
  }

  private static long allocated(PeerKind peer) {
    OptionalLong elsewhere = peer.allocatedBytes();
    if (elsewhere.isPresent()) {
      return elsewhere.getAsLong();
    }
    return Cost.heapBytes();
  }
}
