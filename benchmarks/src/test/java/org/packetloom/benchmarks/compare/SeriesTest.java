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

  private final Series series = new Series(CASE, List.of(OURS, JDK, C), 1);

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
    series.add(OURS, 0, 0, sample(2));
    series.add(JDK, 0, 0, Sample.failed("gone"));
    series.add(JDK, 1, 0, sample(9));
    series.add(OURS, 1, 0, sample(3));
    assertThat(series.ratios(List.of("cpu"), false))
        .containsExactly(new Ratio("cpu", JDK, OURS, CASE, new Spread(3, 3, 3)));
  }

  @Test
  void errorsOfAllRoundsAreCounted() {
    series.add(JDK, 0, 0, new Sample(Map.of("cpu", 1.0), 2, 99, List.of("", "odd")));
    series.add(JDK, 1, 0, Sample.failed("gone"));
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
    var mixed = new Series(CASE, List.of(OURS, timed), 1);
    mixed.add(OURS, 0, 0, sample(1));
    mixed.add(timed, 0, 0, sample(2));
    assertThat(mixed.ratios(List.of("cpu"), false)).isEmpty();
    assertThat(mixed.ratios(List.of("cpu"), true)).hasSize(1);
  }

  @Test
  void everyStartCountsWithTheMedianOfItsRounds() {
    Series several = ofTwoStarts();
    Row row = several.row(OURS, true, Syscalls.unknown("why"), "");
    assertThat(row.rounds()).isEqualTo(3);
    assertThat(row.figures()).containsOnly(Map.entry("cpu", new Spread(1, 3, 9)));
    assertThat(row.starts())
        .isEqualTo(new Starts(2, Map.of("cpu", new Spread(2, 3, 4))))
        .returns("66.7 %", starts -> starts.apartText("cpu"))
        .returns("-", starts -> starts.apartText("p50_us"));
  }

  @Test
  void ratiosAreOfTheMediansOfStartsAndReachFromOneStartToAnother() {
    assertThat(ofTwoStarts().ratios(List.of("cpu"), false))
        .containsExactly(new Ratio("cpu", JDK, OURS, CASE, new Spread(1, 2, 6)));
  }

  @Test
  void aStartThatFailedIsLeftOutOnBothSides() {
    var several = new Series(CASE, List.of(OURS, JDK), 2);
    several.add(OURS, 0, 0, sample(2));
    several.add(OURS, 0, 1, sample(100));
    several.add(JDK, 0, 0, sample(3));
    several.add(JDK, 0, 1, Sample.failed("gone"));
    assertThat(several.ratios(List.of("cpu"), false))
        .containsExactly(new Ratio("cpu", JDK, OURS, CASE, new Spread(1.5, 1.5, 1.5)));
    assertThat(several.row(JDK, true, Syscalls.unknown("why"), "").starts().medians())
        .containsOnly(Map.entry("cpu", new Spread(3, 3, 3)));
  }

  @Test
  void readersAreToldHowFarStartsLieApart() {
    Row row = ofTwoStarts().row(OURS, true, Syscalls.unknown("why"), "");
    assertThat(Starts.notes(List.of(row), "cpu"))
        .hasSize(2)
        .last()
        .isEqualTo(
            "Starts differ in CPU by at most 66.7 % (packetloom/loop/epoll, 100 connections, 64 B).");
    add(0, 2, 3, 1);
    assertThat(Starts.notes(List.of(series.row(OURS, true, Syscalls.unknown(""), "")), "cpu"))
        .as("of one start")
        .isEmpty();
  }

  /** Ours takes 1 to 3 in one start and 3 to 9 in the other, and the JDK twice as much or less. */
  private static Series ofTwoStarts() {
    var several = new Series(CASE, List.of(OURS, JDK), 2);
    double[][] ours = {{1, 3}, {2, 4}, {3, 9}};
    double[][] jdk = {{6, 6}, {4, 8}, {3, 9}};
    for (int round = 0; round < ours.length; round++) {
      for (int start = 0; start < 2; start++) {
        several.add(OURS, round, start, sample(ours[round][start]));
        several.add(JDK, round, start, sample(jdk[round][start]));
      }
    }
    return several;
  }

  private void add(int round, double ours, double jdk, double c) {
    series.add(OURS, round, 0, sample(ours));
    series.add(JDK, round, 0, sample(jdk));
    series.add(C, round, 0, sample(c));
  }

  private static Sample sample(double value) {
    return new Sample(Map.of("cpu", value), 0, 1, List.of());
  }
}
