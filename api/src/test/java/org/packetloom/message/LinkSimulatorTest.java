// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a simulated link does exactly, chance aside. */
class LinkSimulatorTest {
  private static final long MS = 1_000_000;

  @Test
  void perfectLinkDeliversAllInOrderAtOnce() {
    var traffic = SimulatedTraffic.run("perfect", 1, 1_000, 10, 0);
    assertThat(traffic.numbers()).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
    assertThat(traffic.arrivals()).allMatch(a -> a.delay() == 0);
    assertThat(traffic.statistics())
        .isEqualTo(new LinkStatistics(1_000, 1_000, 0, 0, 0, 0, 0, 0, 10_000, 38_000, 10_000));
  }

  @Test
  void datagramIsCopiedAndDrained() {
    LinkSimulator link = LinkSimulator.of(LinkConditions.PERFECT, 1);
    ByteBuffer source = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 9}, 1, 3);
    link.send(source, 0);
    assertThat(source.position()).isEqualTo(4);
    source.clear().put(new byte[5]);
    ByteBuffer into = ByteBuffer.allocate(10).position(5);
    assertThat(link.deliver(into, 0)).isTrue();
    assertThat(into).isEqualTo(ByteBuffer.allocate(10).position(8));
    assertThat(into.array()).containsExactly(0, 0, 0, 0, 0, 1, 2, 3, 0, 0);
  }

  @Test
  void readOnlyAndDirectBuffersAreSent() {
    LinkSimulator link = LinkSimulator.of(LinkConditions.PERFECT, 1);
    link.send(ByteBuffer.wrap(new byte[] {1}).asReadOnlyBuffer(), 0);
    link.send(ByteBuffer.allocateDirect(1), 0);
    ByteBuffer into = ByteBuffer.allocateDirect(10);
    assertThat(link.deliver(into, 0)).isTrue();
    assertThat(link.deliver(into, 0)).isTrue();
    assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 0}));
  }

  @Test
  void datagramThatDoesNotFitStays() {
    LinkSimulator link = LinkSimulator.of(LinkConditions.PERFECT, 1);
    link.send(ByteBuffer.allocate(11), 0);
    ByteBuffer small = ByteBuffer.allocate(10);
    assertThatThrownBy(() -> link.deliver(small, 0)).isInstanceOf(BufferOverflowException.class);
    assertThat(small.position()).isZero();
    assertThat(link.statistics().inFlight()).isOne();
    assertThat(link.deliver(ByteBuffer.allocate(11), 0)).isTrue();
  }

  @Test
  void emptyDatagramsAreDatagrams() {
    var link = LinkSimulator.of(LinkConditions.parse("corrupt=100%,duplicate=100%"), 1);
    link.send(ByteBuffer.allocate(0), 0);
    assertThat(link.deliver(ByteBuffer.allocate(0), 0)).isTrue();
    assertThat(link.deliver(ByteBuffer.allocate(0), 0)).isTrue();
    assertThat(link.deliver(ByteBuffer.allocate(0), 0)).isFalse();
    assertThat(link.statistics().corrupted()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 1 << 20, (1 << 20) + 1, 3_000_000})
  void datagramsMayHaveAnySize(int size) {
    LinkSimulator link = LinkSimulator.of(LinkConditions.PERFECT, 1);
    for (int i = 0; i < 3; i++) {
      byte[] bytes = new byte[size];
      IntStream.range(0, size).forEach(at -> bytes[at] = (byte) at);
      link.send(ByteBuffer.wrap(bytes), 0);
      ByteBuffer into = ByteBuffer.allocate(size);
      assertThat(link.deliver(into, 0)).isTrue();
      assertThat(into.array()).isEqualTo(bytes);
    }
  }

  @Test
  void nothingInFlightHasNoNextDelivery() {
    var link = LinkSimulator.of(LinkConditions.parse("delay=5ms"), 1);
    assertThat(link.nextDelivery()).isEqualTo(Long.MAX_VALUE);
    link.send(ByteBuffer.allocate(1), 7);
    assertThat(link.nextDelivery()).isEqualTo(5 * MS + 7);
    assertThat(link.deliver(ByteBuffer.allocate(1), 5 * MS + 6)).isFalse();
    assertThat(link.deliver(ByteBuffer.allocate(1), 5 * MS + 7)).isTrue();
    assertThat(link.nextDelivery()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -3 * MS, 0, Long.MAX_VALUE - 3 * MS, 1L << 62})
  void timesStartAnywhere(long start) {
    var link = LinkSimulator.of(LinkConditions.parse("delay=5ms,rate=8mbit,keep-order=yes"), 1);
    ByteBuffer buffer = ByteBuffer.allocate(972);
    link.send(buffer.clear(), start);
    link.send(buffer.clear(), start);
    link.send(buffer.clear(), start + 10 * MS);
    for (long at : new long[] {6 * MS, 7 * MS, 16 * MS}) {
      assertThat(link.deliver(buffer.clear(), start + at - 1)).isFalse();
      assertThat(link.nextDelivery()).isEqualTo(start + at);
      assertThat(link.deliver(buffer.clear(), start + at)).isTrue();
    }
  }

  @Test
  void rateSpacesDatagramsWithTheirOverhead() {
    var traffic = SimulatedTraffic.run("rate=8mbit,overhead=28,delay=10ms", 1, 4, 972, 0);
    assertThat(traffic.times()).containsExactly(11 * MS, 12 * MS, 13 * MS, 14 * MS);
  }

  @Test
  void rateLosesNoFractionOfNanoseconds() {
    var traffic = SimulatedTraffic.run("rate=24gbit,overhead=0", 1, 300_000, 4, 0);
    assertThat(traffic.times().getLast()).isEqualTo(400_000); // a datagram takes 4/3 ns
  }

  @Test
  void idleBottleneckStartsAfresh() {
    var traffic = SimulatedTraffic.run("rate=8mbit,overhead=0,queue=0b", 1, 5, 1_000, MS);
    assertThat(traffic.times()).containsExactly(MS, 2 * MS, 3 * MS, 4 * MS, 5 * MS);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "999, 1", "1000, 1", "2000, 2", "2999, 2", "3000, 3", "10000, 10"})
  void fullQueueDropsTheLast(int queue, int kept) {
    var traffic = SimulatedTraffic.run("rate=8mbit,queue=" + queue, 1, 10, 972, 0);
    assertThat(traffic.numbers()).isEqualTo(IntStream.range(0, kept).boxed().toList());
    assertThat(traffic.statistics().droppedByQueue()).isEqualTo(10 - kept);
  }

  @Test
  void overloadedQueuePassesTheRate() {
    // twice as much as goes through, for 10 s
    var traffic = SimulatedTraffic.run("rate=8mbit,queue=64kb", 1, 20_000, 972, MS / 2);
    assertThat(traffic.statistics().delivered()).isBetween(10_060L, 10_065L);
    assertThat(traffic.arrivals()).allMatch(a -> a.delay() <= 64 * MS);
  }

  @Test
  void keptOrderHoldsUnderJitter() {
    var traffic = SimulatedTraffic.run("delay=20ms,jitter=20ms,keep-order=yes", 1, 10_000, 10, MS);
    assertThat(traffic.numbers()).isSorted();
    assertThat(traffic.times()).isSorted();
    assertThat(traffic.statistics().reordered()).isZero();
    assertThat(traffic.arrivals()).allMatch(a -> a.delay() >= 0 && a.delay() <= 40 * MS);
  }

  @Test
  void thoseHeldBackAreOvertaken() {
    var traffic = SimulatedTraffic.run("delay=1ms,reorder=100%,reorder-delay=2ms", 1, 10, 10, MS);
    assertThat(traffic.arrivals()).allMatch(a -> a.delay() == 3 * MS);
    var link = LinkSimulator.of(LinkConditions.parse("reorder=100%,reorder-delay=2ms"), 1);
    link.send(ByteBuffer.wrap(new byte[] {1}), 0);
    link.conditions(LinkConditions.PERFECT).send(ByteBuffer.wrap(new byte[] {2}), 0);
    ByteBuffer into = ByteBuffer.allocate(2);
    assertThat(link.deliver(into, 2 * MS)).isTrue();
    assertThat(link.deliver(into, 2 * MS)).isTrue();
    assertThat(into.array()).containsExactly(2, 1);
    assertThat(link.statistics().reordered()).isOne();
  }

  @Test
  void conditionsChangeForWhatIsSentLater() {
    var link = LinkSimulator.of(LinkConditions.parse("delay=5ms"), 1);
    link.send(ByteBuffer.allocate(1), 0);
    LinkConditions dead = LinkConditions.parse("loss=100%");
    assertThat(link.conditions(dead).conditions()).isEqualTo(dead);
    link.send(ByteBuffer.allocate(1), 0);
    assertThat(link.deliver(ByteBuffer.allocate(1), 5 * MS)).isTrue();
    assertThat(link.statistics().lost()).isOne();
    assertThat(link.nextDelivery()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void sameSeedGivesTheSameLink() {
    String conditions = "very-very-bad,corrupt=10%,burst=4,reorder=5%,reorder-delay=9ms,rate=1mbit";
    var one = SimulatedTraffic.run(conditions, 42, 5_000, 100, MS);
    var other = SimulatedTraffic.run(conditions, 42, 5_000, 100, MS);
    assertThat(other.arrivals()).isEqualTo(one.arrivals());
    var stranger = SimulatedTraffic.run(conditions, 43, 5_000, 100, MS);
    assertThat(stranger.arrivals()).isNotEqualTo(one.arrivals());
  }

  /** These must not change: recorded runs are repeated by their seeds. */
  @Test
  void seedsMeanWhatTheyMeant() {
    var link = LinkSimulator.of(LinkConditions.parse("very-bad,corrupt=20%,burst=2,loss=25%"), 7);
    var seen = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      link.send(ByteBuffer.wrap(new byte[] {(byte) i, 0}), i * 10 * MS);
    }
    ByteBuffer into = ByteBuffer.allocate(2);
    while (link.nextDelivery() < Long.MAX_VALUE) {
      long at = link.nextDelivery();
      link.deliver(into.clear(), at);
      seen.append(Integer.toHexString(into.getShort(0) & 0xffff))
          .append('@')
          .append(at)
          .append(' ');
    }
    assertThat(seen)
        .hasToString(
            "240@20029596 920@22975467 800@80767925 400@85387632 300@98357273 a00@106715344 "
                + "900@136255549 b00@166703756 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jitter=5ms",
        "delay=9ms",
        "rate=80mbit",
        "duplicate=30%",
        "reorder=30%,reorder-delay=1ms",
        "keep-order=yes"
      })
  void otherMishapsDoNotChangeWhatIsLost(String more) {
    var one = SimulatedTraffic.run("loss=30%,burst=2", 5, 2_000, 10, MS);
    var other = SimulatedTraffic.run("loss=30%,burst=2," + more, 5, 2_000, 20, MS / 4);
    assertThat(new HashSet<>(other.numbers())).isEqualTo(new HashSet<>(one.numbers()));
  }

  @Test
  void lossDoesNotChangeTheJitterOfTheOthers() {
    var whole = SimulatedTraffic.run("delay=9ms,jitter=9ms,duplicate=10%", 5, 2_000, 10, MS);
    var lossy =
        SimulatedTraffic.run("delay=9ms,jitter=9ms,duplicate=10%,loss=50%", 5, 2_000, 10, MS);
    assertThat(lossy.arrivals().size()).isLessThan(1_300);
    assertThat(Set.copyOf(whole.arrivals())).containsAll(lossy.arrivals());
  }

  @Test
  void higherLossLosesTheSameAndMore() {
    List<Integer> few = SimulatedTraffic.run("loss=40%", 5, 2_000, 10, MS).numbers();
    List<Integer> many = SimulatedTraffic.run("loss=10%", 5, 2_000, 10, MS).numbers();
    assertThat(many).containsAll(few);
  }

  @Test
  void steadyUseAllocatesNothing() {
    var link = LinkSimulator.of(LinkConditions.parse("bad,corrupt=10%,rate=1gbit,queue=1mb"), 1);
    ByteBuffer buffer = ByteBuffer.allocateDirect(1_500);
    cycle(link, buffer, 0, 8_000); // more at a time than later
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    cycle(link, buffer, 1_000_000_000_000L, 10_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).as("bytes for 200 000 datagrams").isLessThan(50_000);
  }

  private static void cycle(LinkSimulator link, ByteBuffer buffer, long start, long interval) {
    for (int i = 0; i < 200_000; i++) {
      long now = start + i * interval;
      link.send(buffer.clear().limit(1 + i * 31 % 1_400), now);
      while (link.deliver(buffer.clear(), now)) {
        buffer.flip();
      }
    }
  }

  @Test
  void nothingGetsLostUncounted() {
    var link = LinkSimulator.of(LinkConditions.parse("very-very-bad,rate=1mbit,queue=10kb"), 1);
    ByteBuffer buffer = ByteBuffer.allocate(100);
    for (int i = 0; i < 5_000; i++) {
      link.send(buffer.clear(), i * MS);
      if (i % 3 == 0) {
        link.deliver(buffer.clear(), i * MS);
      }
      LinkStatistics s = link.statistics();
      assertThat(s.delivered() + s.lost() + s.droppedByQueue() + s.inFlight())
          .isEqualTo(s.sent() + s.duplicated());
    }
    assertThat(link.statistics().droppedByQueue()).isPositive();
  }
}
