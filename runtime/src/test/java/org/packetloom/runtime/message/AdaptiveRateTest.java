// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.packetloom.runtime.message.RateModel.MS;
import static org.packetloom.runtime.message.RateModel.SECOND;

import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On a link of 10 Mbit/s with 50 ms, unless a test says otherwise; in virtual time. */
class AdaptiveRateTest {
  private static final long FRAME = SECOND / 60;
  private static final double CAPACITY = 1.25e6;
  private static final long MUCH = 1L << 40;

  private final RateModel link = new RateModel(1);

  private static AdaptiveRate adaptive() {
    return new AdaptiveRate(8_000, Long.MAX_VALUE, 1200);
  }

  private ModelFlow flow() {
    return new ModelFlow(link, adaptive());
  }

  private ModelFlow bulk() {
    ModelFlow flow = flow();
    flow.backlog = MUCH;
    flow.start(0);
    return flow;
  }

  /** What part of a rate arrives in a time, but for what is lost. */
  private double arriving(ModelFlow flow, long nanos, double bytesPerSecond) {
    long before = flow.unique;
    link.runUntil(link.now + nanos);
    double bytes = (flow.unique - before) * (double) ModelFlow.SIZE;
    return bytes * SECOND / nanos / bytesPerSecond / (1 - link.loss);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0", "0, 2, 0", "0, 1, 16", "0.05, 2, 0", "0.05, 1, 16"})
  void acknowledgementsMayComeForSeveralPacketsTogether(double loss, int packets, long tick) {
    link.loss = loss;
    link.ackLoss = loss;
    ModelFlow flow = flow();
    flow.packetsPerAck = packets;
    flow.ackTick = tick * MS;
    flow.target = flow.backlog = 6_700;
    flow.start(0);
    link.runUntil(20 * SECOND);

    assertThat(flow.share()).isGreaterThan(tick == 0 ? 0.95 : 0.8);
  }

  @Test
  void theQueueStaysShort() {
    ModelFlow flow = bulk();
    link.runUntil(SECOND);
    flow.queueDelay.clear();
    link.runUntil(20 * SECOND);

    assertThat(flow.queueDelay.percentile(0.5)).isBetween(2.0, 6.0);
    assertThat(flow.queueDelay.percentile(0.99)).isLessThan(9);
    assertThat(link.dropped).isZero();
  }

  @Test
  void jitterDoesNotLowerTheRate() {
    link.jitter = 5 * MS;
    ModelFlow flow = bulk();
    flow.reorderNanos = 20 * MS;
    link.runUntil(2 * SECOND);

    assertThat(arriving(flow, 5 * SECOND, CAPACITY)).isGreaterThan(0.95);
  }

  @Test
  void aGameIsNeverHeldBack() {
    ModelFlow game = flow();
    game.smallEvery = FRAME;
    game.start(0);
    link.runUntil(20 * SECOND);

    assertThat(game.smallDelay.percentile(1)).isLessThan(27);
    assertThat(game.control.window()).isGreaterThan(20_000);
    assertThat(game.control.paceRate()).isGreaterThan(1_000_000);
  }

  @Test
  void sendingLittleDoesNotMakeItForgetWhatTheLinkCarries() {
    ModelFlow flow = flow();
    flow.smallEvery = FRAME;
    flow.backlog = 3_000;
    flow.start(0);
    link.runUntil(10 * SECOND);
    long rate = flow.control.paceRate();
    link.runUntil(30 * SECOND);

    assertThat(flow.control.paceRate()).isBetween(rate * 9 / 10, rate * 11 / 10);
    assertThat(rate).isBetween(1_150_000L, 1_350_000L);
  }

  @Test
  void afterAPauseThereIsNoBurst() {
    ModelFlow flow = flow();
    flow.backlog = 3_000;
    flow.start(0);
    link.runUntil(10 * SECOND);
    flow.queueDelay.clear();
    flow.backlog = 3_000;
    link.runUntil(15 * SECOND);

    assertThat(flow.queueDelay.percentile(1)).isLessThan(15);
    assertThat(link.dropped).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.3})
  void lossThatBeginsDoesNotLowerTheRate(double loss) {
    ModelFlow flow = bulk();
    link.runUntil(3 * SECOND);
    link.loss = loss;

    assertThat(arriving(flow, 2 * SECOND, CAPACITY)).isGreaterThan(0.93);
    assertThat(arriving(flow, 5 * SECOND, CAPACITY)).isGreaterThan(0.95);
  }

  @Test
  void lessCapacityIsFollowedAtOnce() {
    ModelFlow flow = bulk();
    link.runUntil(3 * SECOND);
    link.bytesPerSecond = CAPACITY / 5;
    link.runUntil(3 * SECOND + 600 * MS);

    assertThat(link.queueing()).isLessThan(20 * MS);
    assertThat(flow.control.paceRate()).isBetween(110_000L, 300_000L);
    assertThat(arriving(flow, 5 * SECOND, CAPACITY / 5)).isGreaterThan(0.85);
  }

  @Test
  void moreCapacityIsFoundWithinTwoSeconds() {
    link.bytesPerSecond = CAPACITY / 5;
    ModelFlow flow = bulk();
    link.runUntil(4 * SECOND);
    link.bytesPerSecond = CAPACITY;
    link.runUntil(6 * SECOND);

    assertThat(arriving(flow, 2 * SECOND, CAPACITY)).isGreaterThan(0.95);
  }

  @ParameterizedTest
  @ValueSource(longs = {25, 80, 150})
  void theWayMayBecomeLongerOrShorter(long roundTrip) {
    ModelFlow flow = bulk();
    link.runUntil(3 * SECOND);
    link.delay = roundTrip * MS / 2;
    link.runUntil(7 * SECOND);

    assertThat(arriving(flow, 3 * SECOND, CAPACITY)).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "3, 0", "3, 0.05"})
  void twoShareALinkEvenly(long secondsBetween, double loss) {
    link.loss = loss;
    ModelFlow first = bulk();
    ModelFlow second = flow();
    second.backlog = MUCH;
    second.start(secondsBetween * SECOND);
    link.runUntil(secondsBetween * SECOND);
    long before = first.unique;
    link.runUntil((secondsBetween + 30) * SECOND);

    double ratio = (first.unique - before) / (double) second.unique;
    assertThat(ratio).isBetween(0.7, 1.4);
    assertThat(first.unique - before + second.unique)
        .isGreaterThan((long) (0.95 * 30 * CAPACITY * (1 - loss) / ModelFlow.SIZE));
  }

  /** From half a megabit to 140, from 4 to 300 ms, with queues of a fraction or more of that. */
  @Tag("matrix")
  @ParameterizedTest
  @MethodSource("seeds")
  void anyLinkIsFilledAndNotOverrun(int seed) {
    var random = new Random(seed * 0x9E3779B97F4A7C15L);
    var any = new RateModel(seed);
    any.bytesPerSecond = 0.06e6 * Math.pow(300, random.nextDouble());
    double roundTrip = 4 * MS * Math.pow(75, random.nextDouble());
    any.delay = (long) roundTrip / 2;
    double onTheWay = any.bytesPerSecond * roundTrip / SECOND;
    double part = 0.1 + 3 * random.nextDouble() * random.nextDouble();
    any.queueBytes = (long) Math.max(8_000, onTheWay * part);
    any.loss = random.nextInt(3) == 0 ? 0 : 0.3 * random.nextDouble() * random.nextDouble();
    any.ackLoss = any.loss;
    var flow = new ModelFlow(any, adaptive());
    flow.backlog = MUCH;
    flow.start(0);
    any.runUntil(5 * SECOND);
    long arrived = flow.unique;
    long dropped = any.dropped;
    long carried = any.carried;
    any.runUntil(15 * SECOND);

    double bytes = (flow.unique - arrived) * (double) ModelFlow.SIZE;
    assertThat(bytes / 10 / any.bytesPerSecond / (1 - any.loss)).isGreaterThan(0.8);
    double overrun = any.dropped - dropped;
    assertThat(overrun / (any.carried - carried + overrun)).isLessThan(0.2);
  }

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  @Test
  void theBoundsHold() {
    ModelFlow flow = new ModelFlow(link, new AdaptiveRate(0, 500_000, 1200));
    flow.backlog = MUCH;
    flow.start(0);

    assertThat(arriving(flow, 5 * SECOND, 500_000)).isBetween(0.9, 1.01);

    var least = new AdaptiveRate(2_500_000, Long.MAX_VALUE, 1200);
    ModelFlow pushing = new ModelFlow(new RateModel(1), least);
    pushing.backlog = MUCH;
    pushing.start(0);
    pushing.link.runUntil(5 * SECOND);

    assertThat(least.paceRate()).isGreaterThanOrEqualTo(2_500_000);
    assertThat(pushing.sentPackets * (double) ModelFlow.SIZE / 5).isGreaterThan(2_250_000);
  }

  @Test
  void nothingIsAllocatedForAcknowledgements() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    var rate = adaptive();
    var sample = new RateControl.AckSample();
    for (int i = 0; i < 2_000; i++) {
      acknowledge(rate, sample, i);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    long sum = 0;
    for (int i = 2_000; i < 22_000; i++) {
      sum += acknowledge(rate, sample, i);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(sum).isPositive();
    assertThat(allocated).isLessThan(10_000);
  }

  private static long acknowledge(RateControl rate, RateControl.AckSample sample, int number) {
    rate.sent(number * MS, 1228, 62_000);
    sample.now = number * MS;
    sample.ackedBytes = number % 20 == 0 ? 0 : 1228;
    sample.lostBytes = 1228 - sample.ackedBytes;
    sample.roundTrip = 50 * MS + number % 8 * MS;
    sample.sentUpTo = 1228L * Math.max(0, number - 50);
    rate.acked(sample);
    return rate.paceRate() + rate.window();
  }
}
