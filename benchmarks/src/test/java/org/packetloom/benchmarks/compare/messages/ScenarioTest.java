// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.message.LinkConditions;

/** The harness by itself, with a peer of which all is known. */
class ScenarioTest {
  private static final PeerKind PERFECT = PerfectPeer.KIND;
  private static final LinkConditions STEADY =
      LinkConditions.builder().delay(Duration.ofMillis(25)).build();

  private final StreamScenario stream = new StreamScenario();

  @ParameterizedTest
  @ValueSource(strings = {"1ms", "event"})
  void messagesTakeAsLongAsTheLinkDelays(String driver) {
    Latencies latencies = latencies(Driver.named(driver).orElseThrow());
    assertThat(latencies.count()).isEqualTo(120);
    assertThat(figures(latencies)).containsEntry("p50_ms", 25.0).containsEntry("p999_ms", 25.0);
  }

  @Test
  void loopSeesMessagesAtItsNextTurn() {
    Map<String, Double> figures = figures(latencies(Driver.LOOP));
    assertThat(figures.get("p50_ms")).isCloseTo(33.33, within(0.01));
    assertThat(figures.get("p999_ms")).isCloseTo(33.33, within(0.01));
  }

  private static Latencies latencies(Driver driver) {
    Pair pair = PERFECT.open(PeerKind.Need.UNLIMITED, STEADY);
    var session = new Session(pair, STEADY, driver, 1);
    var messages = new Stream(MessagePeer.BULK, 100, 1);
    session.run(messages, messages.lastTurn() + 1_000_000_000);
    assertThat(messages.errors()).isZero();
    return messages.latencies();
  }

  private static Map<String, Double> figures(Latencies latencies) {
    Map<String, Double> figures = new HashMap<>();
    latencies.putInto(figures);
    return figures;
  }

  @Test
  void wireHasTheHeadersOfUdpAndIp() {
    Outcome outcome = stream.run(PERFECT, streamSetting(0), 1);
    assertThat(outcome.errors()).isZero();
    assertThat(outcome.figures().get("wire_per_payload"))
        .isEqualTo((100 + PerfectPeer.HEADER + 28) / 100.0);
  }

  @Test
  void lostMessagesOfWhoDoesNotRepeatThemAreErrors() {
    Outcome outcome = stream.run(PERFECT, streamSetting(20), 1);
    assertThat(outcome.errors()).isPositive();
  }

  @Test
  void bulkFillsTheLink() {
    BulkScenario bulk = BulkScenario.slow();
    Setting setting = bulk.settings(true).getFirst();
    Outcome outcome = bulk.run(new Hurried(10), setting, 1);
    assertThat(outcome.figures().get("share_of_limit_percent")).isBetween(99.0, 100.0);
    assertThat(outcome.figures().get("queue_drop_percent")).isZero();
  }

  @Test
  void sameSeedGivesTheSameFigures() {
    PeerKind kcp = PeerKinds.named("kcp").orElseThrow();
    Setting setting = streamSetting(5);
    Outcome first = stream.run(kcp, setting, 7);
    assertThat(stream.run(kcp, setting, 7)).isEqualTo(first);
    assertThat(stream.run(kcp, setting, 8)).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"packetloom/lean", "packetloom/eager", "packetloom/adaptive", "kcp"})
  void reliableStreamsArriveWhole(String peer) {
    Outcome outcome = stream.run(PeerKinds.named(peer).orElseThrow(), streamSetting(20), 1);
    assertThat(outcome.errors()).isZero();
    assertThat(outcome.figures()).containsKeys("p50_ms", "p99_ms", "wire_per_payload");
  }

  @Test
  void earlierFiguresBelongToSettings() {
    List<String> known = new ArrayList<>();
    for (Scenario scenario : Scenarios.ALL) {
      for (Setting setting : scenario.settings(false)) {
        Told.of(setting).forEach(told -> known.add(scenario.name() + " " + told.peer()));
      }
    }
    assertThat(known)
        .contains(
            "stream gns", "bulk tcp/bbr", "bulk-fast renet", "cpu packeteer", "idle packeteer")
        .doesNotContain("loss packeteer");
    assertThat(Told.of(streamSetting(5).withLoss(5, 3))).isEmpty();
  }

  private static Setting streamSetting(double loss) {
    return Setting.of("stream", Driver.MILLI, 100).withLoss(loss, 1).withSeconds(5);
  }

  /** The perfect peer, told what the link carries. */
  private record Hurried(int megabits) implements PeerKind {
    @Override
    public String name() {
      return "hurried";
    }

    @Override
    public Pair open(Need need, LinkConditions link) {
      Pair pair = PERFECT.open(need, link);
      return new Pair(new PacedPeer(pair.client(), megabits), pair.server());
    }
  }
}
