// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Simulated links are as bad as they were told to be: frequencies are within four standard
 * deviations of what is expected, for fixed seeds.
 */
class LinkOddsTest {
  private static final long MS = 1_000_000;
  private static final int MANY = 100_000;
  private static final double SIGMAS = 4;

  @ParameterizedTest(name = "loss {0}, seed {1}")
  @CsvSource({
    "0, 1",
    "0.001, 1",
    "0.01, 1",
    "0.01, 2",
    "0.05, 3",
    "0.2, 4",
    "0.2, -1",
    "0.5, 5",
    "0.9, 6",
    "1, 1"
  })
  void independentLossIsAsOftenAsTold(double loss, long seed) {
    List<Integer> arrived = SimulatedTraffic.run("loss=" + loss, seed, MANY, 4, 1).numbers();
    assertAbout(MANY - arrived.size(), MANY, loss);
    assertAbout(pairsLost(arrived), MANY - 1, loss * loss, 1 + 2 * loss / (1 + loss));
  }

  /** How many are lost of which the one before is lost. */
  private static long pairsLost(List<Integer> arrived) {
    Set<Integer> all = new HashSet<>(arrived);
    long pairs = 0;
    for (int i = 1; i < MANY; i++) {
      pairs += all.contains(i) || all.contains(i - 1) ? 0 : 1;
    }
    return pairs;
  }

  @ParameterizedTest(name = "loss {0}, bursts of {1}")
  @CsvSource({"0.01, 3", "0.05, 3", "0.2, 3", "0.2, 10", "0.5, 2.5", "0.02, 1.5", "0.9, 20"})
  void burstsAreAsLongAsTold(double loss, double burst) {
    String conditions = "loss=" + loss + ",burst=" + burst;
    List<Integer> arrived = SimulatedTraffic.run(conditions, 11, MANY, 4, 1).numbers();
    double lost = MANY - arrived.size();
    // neighbours are alike: their correlation makes the sum vary more
    double correlation = 1 - 1 / burst - loss / burst / (1 - loss);
    assertAbout((long) lost, MANY, loss, (1 + correlation) / (1 - correlation));
    double bursts = lost - pairsLost(arrived);
    double spread = Math.sqrt(burst * (burst - 1) / bursts);
    assertThat(lost / bursts).isBetween(burst - SIGMAS * spread, burst + SIGMAS * spread);
  }

  @ParameterizedTest
  @CsvSource({"0.2, 1.2", "0.5, 2", "0.9, 3"})
  void burstsAreNeverShorterThanThoseOfIndependentLoss(double loss, double burst) {
    List<Integer> arrived =
        SimulatedTraffic.run("loss=" + loss + ",burst=" + burst, 3, MANY, 4, 1).numbers();
    assertThat(arrived).isEqualTo(SimulatedTraffic.run("loss=" + loss, 3, MANY, 4, 1).numbers());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.04, 0.5, 1})
  void copiesAreAsManyAsTold(double duplication) {
    var traffic = SimulatedTraffic.run("loss=10%,duplicate=" + duplication, 5, MANY, 4, 1);
    LinkStatistics statistics = traffic.statistics();
    assertAbout(statistics.duplicated(), MANY - statistics.lost(), duplication);
    Set<Integer> different = new HashSet<>(traffic.numbers());
    assertThat(traffic.numbers().size() - different.size()).isEqualTo(statistics.duplicated());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.3, 1})
  void damageIsAsOftenAsTold(double corruption) {
    var link = LinkSimulator.of(LinkConditions.builder().corruption(corruption).build(), 5);
    ByteBuffer buffer = ByteBuffer.allocate(8);
    long damaged = 0;
    long single = 0;
    long[] places = new long[64];
    for (int i = 0; i < MANY; i++) {
      link.send(buffer.clear().putLong(0, 0), 0);
      link.deliver(buffer.clear(), 0);
      long bits = buffer.getLong(0);
      damaged += bits == 0 ? 0 : 1;
      single += Long.bitCount(bits) == 1 ? 1 : 0;
      assertThat(Long.bitCount(bits)).isLessThanOrEqualTo(8);
      if (Long.bitCount(bits) == 1) {
        places[Long.numberOfTrailingZeros(bits)]++;
      }
    }
    assertThat(link.statistics().corrupted()).isEqualTo(damaged);
    assertAbout(damaged, MANY, corruption);
    assertAbout(single, damaged, 0.5 + 0.125 / 63); // two more can undo each other
    for (long place : places) {
      assertAbout(place, single, 1.0 / 64);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void damageIsNeverUndone(int size) {
    var link = LinkSimulator.of(LinkConditions.parse("corrupt=100%"), 5);
    ByteBuffer buffer = ByteBuffer.allocate(size);
    for (int i = 0; i < MANY; i++) {
      link.send(ByteBuffer.allocate(size), 0);
      link.deliver(buffer.clear(), 0);
      assertThat(buffer.flip()).isNotEqualTo(ByteBuffer.allocate(size));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jitter=8ms", "jitter=20ms", "jitter=1ns"})
  void jitterIsEvenlySpread(String jitter) {
    String conditions = "delay=20ms," + jitter;
    long most = LinkConditions.parse(conditions).jitter().toNanos();
    long[] counts = new long[(int) Math.min(10, 2 * most + 1)];
    for (var arrival : SimulatedTraffic.run(conditions, 9, MANY, 4, MS).arrivals()) {
      long late = arrival.delay() - (20 * MS - most);
      assertThat(late).isBetween(0L, 2 * most);
      counts[(int) (late * counts.length / (2 * most + 1))]++;
    }
    for (long count : counts) {
      assertAbout(count, MANY, 1.0 / counts.length);
    }
  }

  @Test
  void jitterBeyondTheDelayArrivesAtOnce() {
    var arrivals = SimulatedTraffic.run("delay=5ms,jitter=20ms", 9, MANY, 4, MS).arrivals();
    assertThat(arrivals).allMatch(a -> a.delay() >= 0 && a.delay() <= 25 * MS);
    assertAbout(arrivals.stream().filter(a -> a.delay() == 0).count(), MANY, 15.0 / 40);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.5, 0.9})
  void asManyAreOvertakenAsTold(double reordering) {
    // one that is held back is overtaken by the next if that is not
    var traffic = SimulatedTraffic.run("reorder-delay=1.5ms,reorder=" + reordering, 9, MANY, 4, MS);
    assertAbout(traffic.statistics().reordered(), MANY, reordering * (1 - reordering));
    long heldBack = traffic.arrivals().stream().filter(a -> a.delay() > 0).count();
    assertAbout(heldBack, MANY, reordering);
  }

  @ParameterizedTest
  @ValueSource(strings = {"perfect", "default", "bad", "very-bad", "very-very-bad"})
  void presetsAreAsBadAsTheySay(String preset) {
    LinkConditions conditions = LinkConditions.parse(preset);
    var traffic = SimulatedTraffic.run(preset, 3, MANY, 4, 16 * MS);
    LinkStatistics statistics = traffic.statistics();
    assertAbout(statistics.lost(), MANY, conditions.loss());
    assertAbout(statistics.duplicated(), MANY - statistics.lost(), conditions.duplication());
    double mean = traffic.arrivals().stream().mapToLong(a -> a.delay()).average().orElseThrow();
    double spread = conditions.jitter().toNanos() / Math.sqrt(3 * statistics.delivered());
    double delay = conditions.delay().toNanos();
    assertThat(mean).isBetween(delay - SIGMAS * spread, delay + SIGMAS * spread);
  }

  private static void assertAbout(long observed, long trials, double probability) {
    assertAbout(observed, trials, probability, 1);
  }

  /** The factor is for trials that depend on one another: by how much their sum varies more. */
  private static void assertAbout(long observed, long trials, double probability, double factor) {
    double mean = trials * probability;
    double most = SIGMAS * Math.sqrt(mean * (1 - probability) * factor);
    double rounding = most > 0 ? 1 : 0;
    assertThat((double) observed).isBetween(mean - most - rounding, mean + most + rounding);
  }
}
