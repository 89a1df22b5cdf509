// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.packetloom.runtime.message.Conversation.MILLI;
import static org.packetloom.runtime.message.Conversation.SECOND;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.RatePolicy;

/** Faults that endpoints once had, each by the simplest case that showed it. */
class EndpointFaultTest {
  private static final LinkConditions LINK = LinkConditions.parse("delay=20ms");

  /** Each asked the other whether its question had arrived, before it could have. */
  @ParameterizedTest
  @ValueSource(ints = {0, 16, 100})
  void idleSidesThatDelayAcknowledgementsDoNotAskForEver(int millis) throws Exception {
    var config = MessageConfig.builder().ackDelay(Duration.ofMillis(millis)).build();
    var talk = new Conversation(config, LINK, 1);
    for (int i = 0; i < 20; i++) {
      talk.left.send(1, ByteBuffer.allocate(10));
      talk.right.send(1, ByteBuffer.allocate(10));
      talk.runUntil(talk.now + 30 * MILLI, () -> false);
    }
    talk.runUntil(talk.now + 5 * SECOND, () -> false);
    long before = talk.datagrams;
    talk.runUntil(talk.now + 20 * SECOND, () -> false);
    assertThat(talk.datagrams - before).isLessThan(80);
  }

  /** The rest of a message needed credit that was told only once there was more of it. */
  @ParameterizedTest
  @ValueSource(ints = {576, 1200, 9000})
  void messageAsLargeAsTheWindowGetsItsLastPieces(int datagramSize) throws Exception {
    int most = 150_000;
    for (int before = 0; before < most; before += 7_000) {
      var channel =
          ChannelConfig.of(1, Delivery.RELIABLE_ORDERED).maxMessageSize(most).receiveBytes(most);
      var config = MessageConfig.builder().channel(channel).maxDatagramSize(datagramSize);
      var talk = new Conversation(config.rate(RatePolicy.UNLIMITED).build(), LINK, 1);
      talk.left.send(1, ByteBuffer.allocate(before));
      talk.left.send(1, ByteBuffer.allocate(most));
      int[] count = {0};
      talk.runUntil(5 * SECOND, () -> (count[0] += talk.right.drain(1, _ -> {})) == 2);
      assertThat(count[0]).as("%d bytes before", before).isEqualTo(2);
    }
  }

  /** It was neither sent again nor over, so its channel was never flushed. */
  @Test
  void messageThatIsSupersededWhileItWaitsToBeSentAgainIsOver() throws Exception {
    var config =
        MessageConfig.builder()
            .channel(1, Delivery.RELIABLE_SEQUENCED)
            .channel(2, Delivery.UNRELIABLE)
            .rate(RatePolicy.fixed(20_000))
            .build();
    var talk = new Conversation(config, LINK, 1);
    talk.left.send(2, ByteBuffer.allocate(10));
    talk.runUntil(SECOND, () -> false);
    List<Long> lost = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      talk.toRight.conditions(LinkConditions.parse("loss=100%"));
      talk.left.send(1, ByteBuffer.allocate(3_000));
      talk.runUntil(talk.now + 40 * MILLI, () -> false);
      talk.toRight.conditions(LINK);
      talk.left.send(2, ByteBuffer.allocate(1000));
      talk.runUntil(talk.now + (50 + i) * MILLI, () -> false);
    }
    long last = talk.left.send(1, ByteBuffer.allocate(5));
    talk.runUntil(talk.now + 5 * SECOND, talk.left::isFlushed);
    assertThat(talk.left.isFlushed()).isTrue();
    assertThat(talk.left.queuedBytes(1)).isZero();
    talk.left.drainLost(1, lost::add);
    assertThat(lost.size() + talk.left.drainAcked(1, _ -> {})).isEqualTo(21);
    assertThat(lost).doesNotContain(last);
  }

  /** Packets that jitter made late were taken for lost, and told as such. */
  @ParameterizedTest
  @CsvSource({"0.01, 25", "0.10, 25", "0.05, 10", "0.05, 40", "0.01, 0"})
  void jitterIsNotTakenForLoss(double loss, int jitter) throws Exception {
    var link =
        LinkConditions.builder()
            .loss(loss)
            .delay(Duration.ofMillis(40))
            .jitter(Duration.ofMillis(jitter))
            .build();
    var config = SoakTest.config(Delivery.RELIABLE_UNORDERED);
    var talk = new Conversation(config, link, 1);
    int count = 4000;
    for (int i = 0; i < count; i++) {
      talk.left.send(1, ByteBuffer.allocate(500));
      talk.right.send(1, ByteBuffer.allocate(500));
      talk.now += 4 * MILLI;
      talk.step();
      talk.left.drain(1, _ -> {});
      talk.right.drain(1, _ -> {});
    }
    var stats = talk.left.stats(talk.now);
    assertThat(stats.loss()).isBetween(loss / 2, loss + 0.03);
    assertThat((double) stats.piecesResent() / count).isLessThan(2 * loss + 0.1);
  }

  /** Messages without bytes were taken for ever. */
  @ParameterizedTest
  @EnumSource
  void emptyMessagesFillAQueueToo(Delivery delivery) throws Exception {
    var channel = ChannelConfig.of(1, delivery).maxMessageSize(1000).maxQueuedBytes(100_000);
    var config = MessageConfig.builder().channel(channel).rate(RatePolicy.fixed(1000)).build();
    var talk = new Conversation(config, LINK, 1);
    int count = 0;
    while (count < 1_000_000 && talk.left.trySend(1, ByteBuffer.allocate(0)) >= 0) {
      count++;
    }
    assertThat(count).isGreaterThan(2_000);
    assertThat(Footprint.of(talk.left)).isLessThan(1 << 20);
    talk.runUntil(100 * SECOND, talk.left::isFlushed);
    assertThat(talk.left.isFlushed()).isTrue();
    assertThat(talk.left.canSend(1, 0)).isTrue();
  }

  /** The rate does not depend on where the clock starts. */
  @ParameterizedTest
  @ValueSource(longs = {0, -1_000_000_000L * 3600, -2_000_000_000L, 1L << 60, -(1L << 60)})
  void bulkIsAsFastWhereverTheClockStarts(long start) throws Exception {
    var link = LinkConditions.parse("delay=25ms,rate=10mbit,queue=64kb");
    var talk = new Conversation(MessageConfig.DEFAULT, link, 1, start);
    long[] received = {0};
    while (talk.now < start + 5 * SECOND) {
      while (talk.left.canSend(1, 10_000)) {
        talk.left.send(1, ByteBuffer.allocate(10_000));
      }
      talk.runUntil(talk.now + 10 * MILLI, () -> false);
      talk.right.drain(1, message -> received[0] += message.size());
    }
    assertThat(received[0]).isGreaterThan(5 * 1_250_000 * 85 / 100);
  }

  /** The least round-trip time was that since time 0 of the clock. */
  @ParameterizedTest
  @ValueSource(longs = {0, -1_000_000_000L * 3600, 1L << 60, -(1L << 60)})
  void leastRoundTripIsThatOfLately(long start) throws Exception {
    var talk = new Conversation(MessageConfig.DEFAULT, LINK, 1, start);
    for (int i = 0; i < 500; i++) {
      if (i == 100) {
        talk.toRight.conditions(LinkConditions.parse("delay=60ms"));
      }
      talk.left.send(0, ByteBuffer.allocate(5));
      talk.runUntil(talk.now + 100 * MILLI, () -> false);
      talk.right.drain(0, _ -> {});
      if (i == 99) {
        assertThat(talk.left.stats(talk.now).leastRoundTrip().toMillis()).isEqualTo(40);
      }
    }
    assertThat(talk.left.stats(talk.now).leastRoundTrip().toMillis()).isEqualTo(80);
    assertThat(talk.left.stats(talk.now).roundTrip().toMillis()).isBetween(78L, 82L);
  }
}
