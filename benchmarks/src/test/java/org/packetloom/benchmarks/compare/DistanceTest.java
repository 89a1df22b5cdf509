// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.packetloom.benchmarks.compare.Distance.Wanted;

class DistanceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final Deque<Double> looks = new ArrayDeque<>();
  private final AtomicLong stolen = new AtomicLong();
  private final FakeClock clock = new FakeClock();
  private double always;
  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void windowsCountWhileProcessorsAreNear() throws Exception {
    Distance distance = over(Wanted.NEAR);
    looksAre(500, 90, 110);
    assertThat(distance.hold(attempts::incrementAndGet)).isEqualTo(1);
    assertThat(distance.largest()).hasValue(110);
    assertThat(distance.largest()).as("told once").isEmpty();
  }

  @Test
  void aWindowDuringWhichTheyMovedApartIsRepeated() throws Exception {
    Distance distance = over(Wanted.NEAR);
    looksAre(90, 480, 470, 90, 95);
    assertThat(distance.hold(attempts::incrementAndGet)).isEqualTo(2);
    assertThat(String.join(" ", distance.notes())).contains("1 windows were repeated", "80");
  }

  @Test
  void windowsCanBeTakenWhileTheyAreFarApart() throws Exception {
    Distance distance = over(Wanted.FAR);
    looksAre(90, 480, 90, 480, 470);
    assertThat(distance.hold(attempts::incrementAndGet)).isEqualTo(2);
    assertThat(distance.largest()).hasValue(480);
  }

  @Test
  void aWindowDuringWhichTheHostTookTimeIsRepeated() throws Exception {
    Distance distance = over(Wanted.NEAR);
    looksAre(90, 90, 90, 90);
    int attempt =
        distance.hold(() -> attempts.incrementAndGet() == 1 ? (int) stolen.addAndGet(900) : 2);
    assertThat(attempt).isEqualTo(2);
  }

  @Test
  void patienceEnds() throws Exception {
    Distance distance = over(Wanted.NEAR);
    for (int i = 0; i < 11; i++) {
      looksAre(90, 480);
    }
    assertThat(distance.hold(attempts::incrementAndGet)).isEqualTo(11);
    assertThat(String.join(" ", distance.notes())).contains("1 count although");
  }

  @Test
  void aLeastThatIsNotToBeHadAnyMoreIsForgotten() throws Exception {
    Distance distance = over(Wanted.NEAR);
    looks.removeLast();
    looksAre(20);
    looksAreAlways(150);
    distance.hold(attempts::incrementAndGet);
    assertThat(seconds()).as("waited until patience ended").isBetween(10.0, 12.0);
    for (int i = 0; i < 50; i++) {
      distance.hold(attempts::incrementAndGet);
    }
    assertThat(attempts).hasValue(51);
    assertThat(seconds()).as("150 is near now").isLessThan(12);
    assertThat(String.join(" ", distance.notes()))
        .contains("the least was 150", "forgotten 1 times");
  }

  @Test
  void aLeastThatWasSeenOftenIsWaitedForAgain() throws Exception {
    Distance distance = over(Wanted.NEAR);
    looksAreAlways(430);
    distance.hold(attempts::incrementAndGet);
    distance.hold(attempts::incrementAndGet);
    assertThat(seconds()).isGreaterThan(20);
    assertThat(String.join(" ", distance.notes())).contains("the least was 80", "2 count although");
  }

  @Test
  void aRunIsLengthenedByItsPatienceAtMost() throws Exception {
    Distance distance = over(Wanted.FAR);
    looksAreAlways(80);
    for (int i = 0; i < 100; i++) {
      distance.hold(attempts::incrementAndGet);
    }
    assertThat(attempts).hasValue(100);
    assertThat(seconds()).isBetween(25.0, 27.0);
    assertThat(String.join(" ", distance.notes())).contains("100 count although");
  }

  @Test
  void nothingIsLookedAtWhereThereIsOneProcessorOrNobodyAsks() throws Exception {
    assertThat(over(Wanted.ANY).hold(attempts::incrementAndGet)).isEqualTo(1);
    Distance alone = new Distance(Wanted.NEAR, Optional.empty(), stolen::get, PATIENCE, clock);
    assertThat(alone.hold(attempts::incrementAndGet)).isEqualTo(2);
    assertThat(alone.notes()).isEmpty();
  }

  @Test
  void timeThatTheHostTookIsRead() {
    assertThat(Steal.parse("cpu  100 1 50 900 7 0 3 42 0 0")).isEqualTo(42);
    assertThat(Steal.parse("cpu 100 1")).as("of an old kernel").isZero();
    assertThat(Steal.ticks()).isNotNegative();
  }

  @Test
  void theLoadGeneratorTellsTheDistance() throws Exception {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    Cores cores = Cores.ofThisProcess();
    assumeThat(cores.canPin()).as("two processors and taskset").isTrue();
    Distance.Probe probe = cores.distance(new Tools(Compare.module())).orElseThrow();
    assertThat(nanos(probe)).isPositive();
  }

  private static double nanos(Distance.Probe probe) throws IOException, InterruptedException {
    try {
      return probe.nanos();
    } catch (MissingException e) {
      assumeThat(e.getMessage()).as("a C compiler").isEmpty();
      return 1;
    }
  }

  /** The first looks, which find what is near, see 80 ns each. */
  private Distance over(Wanted wanted) {
    for (int i = 0; i < 60; i++) {
      looks.add(80.0);
    }
    return new Distance(wanted, Optional.of(this::nextLook), stolen::get, PATIENCE, clock);
  }

  private double nextLook() {
    return looks.isEmpty() ? always : looks.removeFirst();
  }

  private void looksAreAlways(double nanos) {
    always = nanos;
  }

  private double seconds() {
    return (clock.nanos - FakeClock.BEGIN) / 1e9;
  }

  private void looksAre(double... nanos) {
    looks.addAll(List.of(java.util.Arrays.stream(nanos).boxed().toArray(Double[]::new)));
  }

  /** Only waits let time pass. */
  private static final class FakeClock implements Distance.Clock {
    static final long BEGIN = Long.MAX_VALUE - 1; // any, as System.nanoTime has it

    private long nanos = BEGIN;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void pause(long pause) {
      nanos += pause;
    }
  }
}
