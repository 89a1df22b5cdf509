// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.suite.Seed;

/** Link conditions: their ranges, their presets and their text. */
class LinkConditionsTest {
  @Test
  void textNamesEveryCondition() {
    assertThat(
            LinkConditions.parse(
                "loss=20%,burst=3,delay=25ms,jitter=2.5ms,keep-order=yes,reorder=1%,"
                    + "reorder-delay=10us,duplicate=0.5%,corrupt=0.001,rate=10mbit,queue=64kb,"
                    + "overhead=48"))
        .isEqualTo(
            new LinkConditions(
                0.2,
                3,
                Duration.ofMillis(25),
                Duration.ofNanos(2_500_000),
                true,
                0.01,
                Duration.ofNanos(10_000),
                0.005,
                0.001,
                1_250_000,
                64_000,
                48));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "perfect                      | perfect",
        "loss=0%,rate=unlimited       | perfect",
        "LOSS = 20% , Delay = 1500 ms | loss=20%,delay=1.5s",
        "delay=0.25ms,jitter=3ns      | delay=250us,jitter=3ns",
        "queue=64kib,rate=8bit        | rate=8bit,queue=65.536kb",
        "rate=100mbit,queue=0b        | rate=100mbit,queue=0b",
        "bad                          | loss=5%,delay=33.333ms,jitter=33.333ms,duplicate=0.5%",
        "very-bad,loss=0,jitter=0s    | delay=50ms,duplicate=1%",
        "bad,queue=unlimited,overhead=1.5kb,duplicate=0,delay=0s,jitter=0ns|loss=5%,overhead=1.5kb"
      })
  void textIsWrittenInOneWay(String text, String written) {
    LinkConditions conditions = LinkConditions.parse(text);
    assertThat(conditions).hasToString(written);
    assertThat(LinkConditions.parse(written)).isEqualTo(conditions);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                        | '' is neither key=value nor, in front, one of perfect, default",
        "terrible                  | 'terrible' is neither key=value nor, in front, one of perfect",
        "loss=1%,bad               | 'bad' is neither key=value",
        "loss=1%,                  | '' is neither key=value",
        "los=1%                    | 'los' is none of loss, burst, delay,",
        "loss=1%,delay=1ms,loss=2% | loss is given twice",
        "loss=2O%                  | loss=2o% is not a probability, such as 20% or 0.2",
        "loss=-1%                  | loss=-1% is not a probability",
        "loss=                     | loss= is not a probability",
        "loss=1e-3                 | loss=1e-3 is not a probability",
        "loss=101%                 | loss 1.01 is not from 0 to 1",
        "burst=0.5                 | burst 0.5 is not from 1 to",
        "delay=25                  | delay=25 is not a duration, such as 25ms",
        "delay=25m                 | delay=25m is not a duration, such as 25ms",
        "delay=90000s              | delay PT25H is not from zero to a day",
        "delay=99999999999999s     | delay=99999999999999s is too large, or has too small",
        "jitter=0.5ns              | jitter=0.5ns is too large, or has too small a fraction",
        "keep-order=maybe          | keep-order=maybe is not yes or no",
        "rate=10                   | rate=10 is not a rate, such as 10mbit, or unlimited",
        "rate=1bit                 | rate=1bit is too large, or has too small a fraction",
        "rate=9000gbit             | rate 1125000000000 is not from 0 to 1000000000000 bytes per",
        "queue=64kbit              | queue=64kbit is not a size, such as 64kb, or unlimited",
        "overhead=64kib            | overhead 65536 is not from 0 to 65535 bytes"
      })
  void wrongPartIsNamed(String text, String reason) {
    assertThatThrownBy(() -> LinkConditions.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("link '" + text + "': ")
        .hasMessageContaining(reason);
  }

  @Test
  void everyTextIsReadBack() {
    Random random = Seed.random();
    for (int i = 0; i < 1_000; i++) {
      LinkConditions conditions =
          new LinkConditions(
              random.nextDouble(),
              1 + 1_000 * random.nextDouble(),
              Duration.ofNanos(random.nextLong(1L << random.nextInt(1, 46))),
              Duration.ofNanos(random.nextLong(1L << random.nextInt(1, 46))),
              random.nextBoolean(),
              random.nextDouble() * Double.MIN_NORMAL,
              Duration.ofNanos(random.nextInt(2)),
              Math.pow(random.nextDouble(), 20),
              random.nextInt(2),
              random.nextLong(1L << random.nextInt(1, 39)),
              Long.MAX_VALUE >>> random.nextInt(63),
              random.nextInt(65_536));
      assertThat(LinkConditions.parse(conditions.toString())).isEqualTo(conditions);
      assertThat(conditions.toBuilder().build()).isEqualTo(conditions);
    }
  }

  @Test
  void presetsGetWorse() {
    List<LinkConditions> presets =
        List.of(
            LinkConditions.PERFECT,
            LinkConditions.DEFAULT,
            LinkConditions.BAD,
            LinkConditions.VERY_BAD,
            LinkConditions.VERY_VERY_BAD);
    assertThat(presets).extracting(LinkConditions::loss).containsExactly(0.0, 0.01, 0.05, 0.1, 0.3);
    assertThat(presets)
        .extracting(LinkConditions::duplication)
        .containsExactly(0.0, 0.001, 0.005, 0.01, 0.04);
    assertThat(presets).extracting(LinkConditions::jitter).isSorted().doesNotHaveDuplicates();
    assertThat(presets).allMatch(c -> c.delay().equals(c.jitter()) && c.bytesPerSecond() == 0);
  }

  @Test
  void negativeZeroIsZero() {
    assertThat(LinkConditions.builder().loss(-0.0).build()).isEqualTo(LinkConditions.PERFECT);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -1e-9, 1.000_001, Double.POSITIVE_INFINITY})
  void whatIsNoProbabilityIsRejected(double value) {
    LinkConditions.Builder builder = LinkConditions.builder();
    assertThatThrownBy(() -> builder.corruption(value).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("corrupt " + value + " is not from 0 to 1");
  }

  @Test
  void negativeRateQueueAndOverheadAreRejected() {
    assertThatThrownBy(() -> LinkConditions.builder().rate(-1).build())
        .hasMessageStartingWith("rate -1 is not from 0");
    assertThatThrownBy(() -> LinkConditions.builder().queue(-1).build())
        .hasMessageStartingWith("queue -1 is not from 0");
    assertThatThrownBy(() -> LinkConditions.builder().overhead(-1).build())
        .hasMessageStartingWith("overhead -1 is not from 0");
    assertThatThrownBy(() -> LinkConditions.builder().lossBurst(Double.NaN).build())
        .hasMessageStartingWith("burst NaN is not from 1");
  }
}
