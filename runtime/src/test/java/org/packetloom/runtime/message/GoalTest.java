// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.packetloom.runtime.message.Conversation.MILLI;
import static org.packetloom.runtime.message.Conversation.SECOND;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.RatePolicy;
import org.packetloom.message.Redundancy;

/**
 * What the best of the peers reach, in virtual time: the figures are exact, and the same always.
 */
class GoalTest {
  private static final int STREAM_SIZE = 100;
  private static final int STREAM_COUNT = 7200;

  private static LinkConditions link(double loss) {
    return LinkConditions.builder()
        .loss(loss)
        .delay(Duration.ofMillis(25))
        .jitter(Duration.ofMillis(5))
        .build();
  }

  /** A stream of small messages in both directions, sixty a second, and how long each took. */
  private static final class Stream {
    final Conversation talk;
    final long[] times = new long[2 * STREAM_COUNT];
    private int count;

    Stream(MessageConfig config, double loss) {
      talk = new Conversation(config, link(loss), 1);
    }

    Stream run() throws Exception {
      var payload = ByteBuffer.allocate(STREAM_SIZE);
      long next = 0;
      for (int sent = 0; talk.now < STREAM_COUNT * SECOND / 60 + 5 * SECOND; ) {
        talk.now += MILLI;
        for (; sent < STREAM_COUNT && next <= talk.now; sent++, next += SECOND / 60) {
          talk.left.send(1, payload.clear().putLong(0, next));
          talk.right.send(1, payload.clear().putLong(0, next));
        }
        talk.step();
        talk.left.drain(1, m -> times[count++] = talk.now - m.payload().getLong(0));
        talk.right.drain(1, m -> times[count++] = talk.now - m.payload().getLong(0));
      }
      assertThat(count).isEqualTo(times.length);
      Arrays.sort(times);
      return this;
    }

    double p99Millis() {
      return times[times.length * 99 / 100] / 1e6;
    }

    double wirePerPayload() {
      return (double) talk.wireBytes / (times.length * STREAM_SIZE);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.01, 93, 1.95", "0.05, 126, 2.0", "0.20, 276, 2.3"})
  void leanStreamLosesNoTime(double loss, double mostMillis, double mostWire) throws Exception {
    var stream = new Stream(MessageConfig.DEFAULT, loss).run();
    assertThat(stream.p99Millis()).isLessThanOrEqualTo(mostMillis);
    assertThat(stream.wirePerPayload()).isLessThanOrEqualTo(mostWire);
  }

  /** Within its budget, which is twelve times the payload. */
  @ParameterizedTest
  @CsvSource({"0.05, 60", "0.20, 80"})
  void redundantStreamHardlyNoticesLoss(double loss, double mostMillis) throws Exception {
    int budget = 12 * 60 * STREAM_SIZE;
    var channel = ChannelConfig.of(1, Delivery.RELIABLE_ORDERED).redundancy(Redundancy.EAGER);
    var config = MessageConfig.builder().channel(channel).rate(RatePolicy.fixed(budget)).build();
    var stream = new Stream(config, loss).run();
    assertThat(stream.p99Millis()).isLessThanOrEqualTo(mostMillis);
    assertThat(stream.talk.wireBytes).isLessThan(2L * budget * (stream.talk.now / SECOND));
  }

  @Test
  void redundancyStaysWithinATightBudget() throws Exception {
    int budget = 150 * 60 + 100 * 60;
    var channel = ChannelConfig.of(1, Delivery.RELIABLE_ORDERED).redundancy(Redundancy.EAGER);
    var config = MessageConfig.builder().channel(channel).rate(RatePolicy.fixed(budget)).build();
    var stream = new Stream(config, 0.05).run();
    long sent = stream.talk.left.stats(stream.talk.now).bytesSent();
    long packets = stream.talk.left.stats(stream.talk.now).packetsSent();
    assertThat(sent + 28 * packets).isLessThan(budget * (stream.talk.now / SECOND) * 101 / 100);
  }

  /**
   * Sixteen times as many take about that much longer, not that squared: the watchdog would see.
   */
  @ParameterizedTest
  @ValueSource(ints = {20_000, 320_000})
  void queuedMessagesAreComposedOneAfterTheOther(int count) throws Exception {
    var channel =
        ChannelConfig.of(1, Delivery.RELIABLE_UNORDERED).maxQueuedBytes(ChannelConfig.MAX_BYTES);
    var config = MessageConfig.builder().channel(channel).rate(RatePolicy.UNLIMITED).build();
    Endpoint sender = Endpoint.bare(config, 0, 0);
    sender.receive(PacketBuilder.packet(0).window(1, Long.MAX_VALUE).build(), 0);
    var payload = ByteBuffer.allocate(32);
    for (int i = 0; i < count; i++) {
      sender.send(1, payload.clear());
    }
    int[] bytes = {0};
    int datagrams = sender.transmitAll(MILLI, datagram -> bytes[0] += datagram.remaining());
    // as many pieces may be under way as there are numbers for
    int sent = Math.min(count, Wire.PIECES_UNDER_WAY);
    assertThat(bytes[0]).isBetween(sent * 34, sent * 36);
    assertThat(datagrams).isBetween(bytes[0] / 1200, bytes[0] / 1100);
  }

  @Test
  void idleConnectionIsQuiet() throws Exception {
    var talk = new Conversation(MessageConfig.DEFAULT, link(0), 1);
    talk.left.send(1, ByteBuffer.allocate(10));
    talk.runUntil(10 * SECOND, () -> false);
    long before = talk.wireBytes;
    talk.runUntil(70 * SECOND, () -> false);
    double bitsPerSecond = 8.0 * (talk.wireBytes - before) / 60 / 2;
    assertThat(bitsPerSecond).isLessThan(1000);
    assertThat(talk.left.ended()).isEmpty();
  }

  @Test
  void idleConnectionIsSmall() throws Exception {
    Endpoint fresh = Endpoint.bare(MessageConfig.DEFAULT, 0, 0);
    assertThat(Footprint.of(fresh)).isLessThan(24 << 10);
    var talk = new Conversation(MessageConfig.DEFAULT, link(0.1), 1);
    for (int i = 0; i < 2000; i++) {
      talk.left.trySend(1, ByteBuffer.allocate(1000));
      talk.right.trySend(0, ByteBuffer.allocate(3000));
      talk.now += MILLI;
      talk.step();
      talk.right.drain(1, _ -> {});
      talk.left.drain(0, _ -> {});
      talk.left.drainAcked(1, _ -> {});
      talk.right.drainAcked(0, _ -> {});
      talk.right.drainLost(0, _ -> {});
    }
    assertThat(Footprint.of(talk.left)).isGreaterThan(100 << 10);
    talk.runUntil(talk.now + 20 * SECOND, () -> false);
    talk.right.drain(1, _ -> {});
    talk.left.drain(0, _ -> {});
    talk.left.drainAcked(1, _ -> {});
    talk.right.drainAcked(0, _ -> {});
    talk.right.drainLost(0, _ -> {});
    talk.runUntil(talk.now + 10 * SECOND, () -> false);
    assertThat(Footprint.of(talk.left)).isLessThan(24 << 10);
    assertThat(Footprint.of(talk.right)).isLessThan(24 << 10);
  }

  /** A thousand packets a second, for five seconds. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3})
  void lossIsEstimated(double loss) throws Exception {
    var config = MessageConfig.builder().rate(RatePolicy.UNLIMITED).build();
    var talk = new Conversation(config, link(loss), 2);
    for (int i = 0; i < 5000; i++) {
      talk.left.send(0, ByteBuffer.allocate(1000));
      talk.now += MILLI;
      talk.step();
      talk.right.drain(0, _ -> {});
      talk.left.drainAcked(0, _ -> {});
      talk.left.drainLost(0, _ -> {});
    }
    double estimate = talk.left.stats(talk.now).loss();
    assertThat(Math.abs(estimate - loss)).isLessThan(Math.max(0.01, loss / 10));
  }
}
