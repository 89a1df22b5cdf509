// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private static final Case CASE = new Case(100, 64);
  private static final Contestant OURS = new Contestant("packetloom/loop/epoll", "");
  private static final Contestant JDK = new Contestant("jdk/socket", "");
  private static final Contestant C = new Contestant("c", "");

  private final Series series = new Series(CASE, List.of(OURS, JDK, C));

  @Test
  void everyContestantIsComparedWithOursAndNotWithItself() {
    add(0, 2, 3, 1);
    assertThat(series.ratios(List.of("cpu"), false))
        .containsExactly(
            new Ratio("cpu", JDK, OURS, CASE, new Spread(1.5, 1.5, 1.5)),
            new Ratio("cpu", C, OURS, CASE, new Spread(0.5, 0.5, 0.5)));
  }

  @Test
  void figuresOfOneRoundMeetThoseOfTheSameRound() {
    series.add(OURS, 0, sample(2));
    series.add(JDK, 0, Sample.failed("gone"));
    series.add(JDK, 1, sample(9));
    series.add(OURS, 1, sample(3));
    assertThat(series.ratios(List.of("cpu"), false))
        .containsExactly(new Ratio("cpu", JDK, OURS, CASE, new Spread(3, 3, 3)));
  }

  @Test
  void errorsOfAllRoundsAreCounted() {
    series.add(JDK, 0, new Sample(Map.of("cpu", 1.0), 2, 99, List.of("", "odd")));
    series.add(JDK, 1, Sample.failed("gone"));
    Row row = series.row(JDK, true, Syscalls.unknown("why"), "note");
    assertThat(row.errors()).isEqualTo(3);
    assertThat(row.rounds()).isEqualTo(2);
    assertThat(row.figures()).containsOnly(Map.entry("cpu", new Spread(1, 1, 1)));
    assertThat(row.notes())
        .containsExactly("note", "odd", "gone", "the load generator was held up for up to 99 ms");
  }

  @Test
  void unlikeVariantsAreComparedOnlyWhenAskedTo() {
    var timed = new Contestant("jdk/socket", "timed");
    var mixed = new Series(CASE, List.of(OURS, timed));
    mixed.add(OURS, 0, sample(1));
    mixed.add(timed, 0, sample(2));
    assertThat(mixed.ratios(List.of("cpu"), false)).isEmpty();
    assertThat(mixed.ratios(List.of("cpu"), true)).hasSize(1);
  }

  private void add(int round, double ours, double jdk, double c) {
    series.add(OURS, round, sample(ours));
    series.add(JDK, round, sample(jdk));
    series.add(C, round, sample(c));
  }

  private static Sample sample(double value) {
    return new Sample(Map.of("cpu", value), 0, 1, List.of());
  }
}
