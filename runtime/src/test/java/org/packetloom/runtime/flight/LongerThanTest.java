// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The setting of the flight recorder that says how long is long. */
class LongerThanTest {
  private static final long UNLESS_CHOSEN = Duration.ofMillis(20).toNanos();

  private final LongerThan control = new LongerThan();

  @Test
  void twentyMillisecondsAreLongUnlessChosen() {
    assertThat(control.nanos()).isEqualTo(UNLESS_CHOSEN);
    assertThat(control.getValue()).isEqualTo("20 ms");
  }

  @ParameterizedTest
  @CsvSource({
    "7 ns, PT0.000000007S",
    "7us, PT0.000007S",
    "7 ms, PT0.007S",
    "7 S, PT7S",
    "7 m, PT7M",
    "7h, PT7H",
    "7 d, PT168H",
    "0 ms, PT0S"
  })
  void timesHaveUnits(String text, Duration expected) {
    control.setValue(text);
    assertThat(Duration.ofNanos(control.nanos())).isEqualTo(expected);
    assertThat(control.getValue()).isEqualTo(text);
    control.setValue("20 ms"); // what is told of all recordings belongs to the process
    assertThat(LongerThan.currentNanos()).isEqualTo(UNLESS_CHOSEN);
  }

  @Test
  void moreThanFitsIsForEver() {
    control.setValue("999999999999 d");
    assertThat(control.nanos()).isEqualTo(Long.MAX_VALUE);
    control.setValue("20 ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "5", "-5 ms", "5 years", "1.5 s"})
  void whatIsNoTimeLeavesItAsItWas(String text) {
    control.setValue(text);
    assertThat(control.nanos()).isEqualTo(UNLESS_CHOSEN);
    assertThat(control.combine(Set.of(text))).isEqualTo("20 ms");
  }

  @Test
  void ofSeveralRecordingsTheShortestTimeCounts() {
    assertThat(control.combine(Set.of("1 s", "3 ms", "2 m"))).isEqualTo("3 ms");
  }
}
