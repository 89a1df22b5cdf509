// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.LinkStatistics;

/** How much a peer believes lost, and how much was. */
final class LossEstimateScenario implements Scenario {
  private static final int BYTES = 100;
  private static final int SECONDS = 5;

  @Override
  public String name() {
    return "loss";
  }

  @Override
  public String summary() {
    return "what a peer believes lost after 5 s of stream";
  }

  @Override
  public String note() {
    return "Loss: the client's estimate after 5 s of stream, and what the link had lost of its"
        + " datagrams by then, those that only acknowledge too.";
  }

  @Override
  public List<Setting> settings(boolean isQuick) {
    return DoubleStream.of(1, 2, 5, 10, 20, 30)
        .mapToObj(
            loss -> Setting.of(name(), Driver.LOOP, BYTES).withLoss(loss, 1).withSeconds(SECONDS))
        .toList();
  }

  @Override
  public List<String> ratioFigures() {
    return List.of("error_points");
  }

  @Override
  public Outcome run(PeerKind peer, Setting setting, long seed) {
    LinkConditions link = Links.delayed(25, 5, setting);
    try (Pair pair = peer.open(PeerKind.Need.SELF_TUNED, link)) {
      var session = new Session(pair, link, setting.driver(), seed);
      var stream = new Stream(MessagePeer.BULK, setting.bytes(), setting.seconds());
      session.run(stream, stream.lastTurn());
      OptionalDouble estimate = pair.client().lossEstimate(session.now());
      if (!session.isAlive() || estimate.isEmpty()) {
        return Outcome.lost(session.now() - Session.START);
      }
      LinkStatistics used = session.toServer();
      double actual = 100.0 * used.lost() / used.sent();
      double estimated = 100 * estimate.getAsDouble();
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("lost_percent", actual);
      figures.put("estimated_percent", estimated);
      figures.put("error_points", Math.abs(estimated - actual));
      return Outcome.of(figures, stream.disorder());
    }
  }
}
