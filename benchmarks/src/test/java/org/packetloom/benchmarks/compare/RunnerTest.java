// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
  private final List<String> done = new ArrayList<>();

  @Test
  void everyServerSettlesWithTheConnectionsOfTheRoundsBeforeThem(@TempDir Path folder)
      throws Exception {
    var contestant = new Contestant(Peers.C, "");
    var plan = new Plan(new Noted(), List.of(contestant), List.of(10, 1000), List.of(64), 2, 2);

    var runner = new Runner(plan, bench(Windows.QUICK, folder), line -> {});
    try {
      runner.run();
    } catch (MissingException e) {
      assumeThat(e.getMessage()).as("a C compiler").isEmpty();
    }

    assertThat(runner.missing()).isEmpty();
    assertThat(done)
        .containsExactly(
            "warm 100",
            "warm 100",
            "settle 10",
            "settle 10",
            "10",
            "10",
            "10",
            "10",
            "settle 1000",
            "settle 1000",
            "1000",
            "1000",
            "1000",
            "1000");
  }

  @Test
  void whatHasNoCompilerSettlesSooner(@TempDir Path folder) {
    Bench bench = bench(Windows.FULL, folder);

    assertThat(bench.settleMillis(Peers.C)).isEqualTo(Windows.FULL.warm());
    assertThat(bench.settleMillis(Peers.JDK_SOCKET))
        .isGreaterThan(Windows.FULL.warm())
        .isLessThan(bench.warmUpMillis(Peers.JDK_SOCKET));
  }

  private static Bench bench(Windows windows, Path folder) {
    var tools = new Tools(Compare.module());
    var distance =
        new Distance(
            Distance.Wanted.ANY, Optional.empty(), () -> 0, Duration.ZERO, Distance.Clock.SYSTEM);
    var programs = new Programs(tools, folder, List.of());
    return new Bench(programs, new Cores(List.of(0)), false, windows, distance);
  }

  /** A workload that does nothing but take note of what it is asked for. */
  private final class Noted implements Workload {
    @Override
    public String name() {
      return "noted";
    }

    @Override
    public String summary() {
      return "take note";
    }

    @Override
    public List<String> peers() {
      return List.of(Peers.C);
    }

    @Override
    public List<Integer> connections(boolean isQuick) {
      return List.of(10);
    }

    @Override
    public List<String> ratioFigures() {
      return List.of(Figure.CPU_PER_ROUND_TRIP);
    }

    @Override
    public List<String> notes() {
      return List.of();
    }

    @Override
    public Trial open(Bench bench, Contestant contestant, int size) {
      return new Trial() {
        @Override
        public void warm(Case conditions) {
          done.add("warm " + conditions.connections());
        }

        @Override
        public void settle(Case conditions) {
          done.add("settle " + conditions.connections());
        }

        @Override
        public Sample measure(Case conditions) {
          done.add(Integer.toString(conditions.connections()));
          return Sample.of(Map.of(Figure.CPU_PER_ROUND_TRIP, 1.0), 0);
        }

        @Override
        public void close() {
          // nothing is open
        }
      };
    }
  }
}
