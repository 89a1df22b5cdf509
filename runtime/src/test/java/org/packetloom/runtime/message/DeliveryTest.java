// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.packetloom.runtime.message.Conversation.MILLI;
import static org.packetloom.runtime.message.Conversation.SECOND;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.MessageTooLargeException;
import org.packetloom.message.BackpressureException;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.RatePolicy;
import org.packetloom.message.SharedPayload;

/** What channels promise, each by the simplest case that shows it. */
class DeliveryTest {
  private static final LinkConditions LINK = LinkConditions.parse("delay=25ms");
  private static final LinkConditions OUTAGE = LinkConditions.parse("loss=100%");

  private static Conversation talk(ChannelConfig... channels) {
    return talk(RatePolicy.UNLIMITED, channels);
  }

  private static Conversation talk(RatePolicy rate, ChannelConfig... channels) {
    var config = MessageConfig.builder().rate(rate);
    for (ChannelConfig each : channels) {
      config.channel(each);
    }
    return new Conversation(config.build(), LINK, 1);
  }

  private static List<Long> delivered(Conversation talk, int channel) {
    List<Long> ids = new ArrayList<>();
    talk.right.drain(channel, message -> ids.add(message.id()));
    return ids;
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size);
  }

  @Test
  void lastOfASequenceArrivesWhateverHappensToThoseBefore() throws Exception {
    var talk = talk(ChannelConfig.of(1, Delivery.RELIABLE_SEQUENCED));
    talk.toRight.conditions(OUTAGE);
    long last = -1;
    for (int i = 0; i < 200; i++) {
      last = talk.left.send(1, bytes(i));
      talk.runUntil(talk.now + 10 * MILLI, () -> false);
    }
    talk.toRight.conditions(LINK);
    talk.runUntil(talk.now + 5 * SECOND, talk.left::isFlushed);
    assertThat(delivered(talk, 1)).containsExactly(last);
    assertThat(talk.left.isFlushed()).isTrue();
    assertThat(talk.left.queuedBytes(1)).isZero();
    assertThat(talk.left.drainAcked(1, _ -> {}) + talk.left.drainLost(1, _ -> {})).isEqualTo(200);
  }

  /** Pieces that were acknowledged do not come again, however long the others take. */
  @Test
  void lastOfASequenceIsNotForgottenWhileItIsIncomplete() throws Exception {
    var channel = ChannelConfig.of(1, Delivery.RELIABLE_SEQUENCED);
    var config =
        MessageConfig.builder()
            .channel(channel)
            .channel(2, Delivery.UNRELIABLE)
            .reassembly(1 << 20, Duration.ofMillis(500))
            .idleTimeout(Duration.ofSeconds(100))
            .build();
    var sender = Endpoint.bare(config, 0, 0);
    var receiver = Endpoint.bare(config, 0, 0);
    sender.send(1, bytes(5000));
    int[] sent = {0};
    sender.transmitAll(
        0,
        datagram -> {
          if (sent[0]++ % 2 == 0) {
            receiver.receive(datagram, 0);
          }
        });
    receiver.transmitAll(0, datagram -> sender.receive(datagram, 0));
    for (long now = SECOND; now < 30 * SECOND; now += SECOND) {
      receiver.advance(now);
      sender.transmitAll(now, _ -> {});
    }
    for (int i = 0; i < 20; i++) {
      long number = receiver.receivedPackets().highest() + 1;
      receiver.receive(
          PacketBuilder.packet(number)
              .fragment(2, 3L * i, 0, 2, 200_000, new byte[100_000])
              .build(),
          30 * SECOND);
    }
    for (long now = 30 * SECOND; now < 40 * SECOND; now += SECOND) {
      long time = now;
      sender.transmitAll(now, datagram -> receiver.receive(datagram, time));
      receiver.transmitAll(now, datagram -> sender.receive(datagram, time));
    }
    assertThat(sender.drainAcked(1, _ -> {})).isOne();
    assertThat(receiver.drain(1, message -> assertThat(message.size()).isEqualTo(5000))).isOne();
  }

  @ParameterizedTest
  @EnumSource(names = {"UNRELIABLE", "UNRELIABLE_SEQUENCED", "RELIABLE_SEQUENCED"})
  void messagesThatWaitLongerThanTheirLifeAreLost(Delivery delivery) throws Exception {
    var channel = ChannelConfig.of(1, delivery).lifetime(Duration.ofMillis(100));
    var talk = talk(RatePolicy.fixed(2_000), channel);
    for (int i = 0; i < 5; i++) {
      talk.left.send(1, bytes(1000));
    }
    talk.runUntil(10 * SECOND, () -> false);
    int lost = talk.left.drainLost(1, _ -> {});
    int acked = talk.left.drainAcked(1, _ -> {});
    assertThat(lost + acked).isEqualTo(5);
    assertThat(lost).isGreaterThanOrEqualTo(2);
    assertThat(delivered(talk, 1)).hasSize(acked);
    assertThat(talk.left.isFlushed()).isTrue();
  }

  @Test
  void messageIsSentAgainAfterAFixedTime() throws Exception {
    var talk =
        talk(ChannelConfig.of(1, Delivery.RELIABLE_ORDERED).resendAfter(Duration.ofMillis(7)));
    talk.toRight.conditions(OUTAGE);
    talk.left.send(1, bytes(500));
    talk.runUntil(69 * MILLI, () -> false);
    assertThat(talk.left.stats(talk.now).piecesResent()).isEqualTo(9);
    talk.toRight.conditions(LINK);
    talk.runUntil(SECOND, talk.left::isFlushed);
    assertThat(delivered(talk, 1)).hasSize(1);
  }

  @Test
  void sharesAreByWeight() throws Exception {
    var talk =
        talk(
            RatePolicy.fixed(200_000),
            ChannelConfig.of(1, Delivery.RELIABLE_ORDERED).weight(1),
            ChannelConfig.of(2, Delivery.UNRELIABLE).weight(3),
            ChannelConfig.of(3, Delivery.RELIABLE_ORDERED).weight(6));
    long[] bytes = new long[4];
    while (talk.now < 20 * SECOND) {
      for (int channel = 1; channel <= 3; channel++) {
        int size = channel * 40;
        while (talk.left.queuedBytes(channel) < 60_000 && talk.left.canSend(channel, size)) {
          talk.left.send(channel, bytes(size));
        }
        int to = channel;
        talk.right.drain(channel, message -> bytes[to] += message.size());
      }
      talk.runUntil(talk.now + 10 * MILLI, () -> false);
    }
    double all = bytes[1] + bytes[2] + bytes[3];
    assertThat(bytes[1] / all).isBetween(0.08, 0.12);
    assertThat(bytes[2] / all).isBetween(0.27, 0.33);
    assertThat(bytes[3] / all).isBetween(0.57, 0.63);
  }

  @Test
  void higherPriorityGoesFirst() throws Exception {
    var talk =
        talk(
            RatePolicy.fixed(50_000),
            ChannelConfig.of(1, Delivery.RELIABLE_ORDERED),
            ChannelConfig.of(2, Delivery.RELIABLE_ORDERED).priority(1));
    for (int i = 0; i < 60; i++) {
      talk.left.send(1, bytes(1000));
    }
    for (int i = 0; i < 50; i++) {
      talk.left.send(2, bytes(1000));
    }
    talk.runUntil(5 * SECOND, () -> talk.right.drain(2, _ -> {}) > 0 && talk.now > SECOND);
    assertThat(talk.left.queuedBytes(1)).isGreaterThan(50_000);
    talk.runUntil(5 * SECOND, talk.left::isFlushed);
    assertThat(talk.left.isFlushed()).isTrue();
  }

  /** Beside a bulk channel a small message waits for the packet that is being sent, no more. */
  @Test
  void smallMessagesDoNotWaitForBulk() throws Exception {
    var talk =
        talk(
            RatePolicy.fixed(1_250_000),
            ChannelConfig.of(1, Delivery.RELIABLE_ORDERED),
            ChannelConfig.of(2, Delivery.RELIABLE_ORDERED).priority(1));
    long worst = 0;
    for (int i = 0; i < 600; i++) {
      while (talk.left.canSend(1, 10_000)) {
        talk.left.send(1, bytes(10_000));
      }
      long sentAt = talk.now;
      talk.left.send(2, bytes(100));
      assertThat(
              talk.runUntil(
                  talk.now + SECOND,
                  () -> {
                    talk.right.drain(1, _ -> {});
                    return talk.right.drain(2, _ -> {}) > 0;
                  }))
          .isTrue();
      worst = Math.max(worst, talk.now - sentAt);
    }
    assertThat(worst).isLessThan(25 * MILLI + MILLI + 10 * MILLI);
  }

  /** What is sent again goes before what is new, of its own channel and of others. */
  @Test
  void retransmissionsGoFirst() throws Exception {
    var talk = talk(RatePolicy.fixed(100_000), ChannelConfig.of(1, Delivery.RELIABLE_ORDERED));
    talk.toRight.conditions(LinkConditions.parse("loss=20%,delay=25ms"));
    for (int i = 0; i < 400; i++) {
      talk.left.send(1, bytes(1000));
    }
    long[] worst = {0, 0};
    while (!talk.left.isFlushed() && talk.now < 30 * SECOND) {
      talk.runUntil(talk.now + MILLI, () -> false);
      int count = talk.right.drain(1, _ -> {});
      worst[0] = count > 0 ? talk.now : worst[0];
      worst[1] = Math.max(worst[1], talk.now - worst[0]);
    }
    assertThat(talk.left.isFlushed()).isTrue();
    // no gap waits for the whole queue, which takes five seconds
    assertThat(worst[1]).isLessThan(600 * MILLI);
  }

  @Test
  void slowReaderHoldsTheSenderBack() throws Exception {
    var channel = ChannelConfig.of(1, Delivery.RELIABLE_ORDERED).maxMessageSize(10_000);
    var talk =
        talk(
            channel.receiveBytes(ChannelConfig.LEAST_RECEIVE_BYTES),
            ChannelConfig.of(2, Delivery.UNRELIABLE));
    for (int i = 0; i < 100; i++) {
      talk.left.send(1, bytes(10_000));
    }
    talk.runUntil(5 * SECOND, () -> false);
    assertThat(talk.right.stats(talk.now).messagesReceived()).isBetween(6L, 8L);
    assertThat(talk.left.queuedBytes(1)).isGreaterThan(900_000);
    long before = talk.datagrams;
    talk.runUntil(talk.now + 20 * SECOND, () -> false);
    assertThat(talk.datagrams - before).isLessThan(60);
    int taken = 0;
    while (taken < 100 && talk.now < 60 * SECOND) {
      try (var message = talk.right.poll(1).orElse(null)) {
        taken += message == null ? 0 : 1;
      }
      talk.runUntil(talk.now + 20 * MILLI, () -> false);
    }
    assertThat(taken).isEqualTo(100);
    assertThat(talk.now).isLessThan(40 * SECOND);
  }

  @Test
  void fullQueueSaysSo() throws Exception {
    var channel = ChannelConfig.of(1, Delivery.RELIABLE_ORDERED).maxMessageSize(1000);
    MessageEndpoint endpoint = talk(channel.maxQueuedBytes(2500)).left;
    endpoint.send(1, bytes(1000));
    endpoint.send(1, bytes(1000));
    assertThat(endpoint.canSend(1, 501)).isFalse();
    assertThat(endpoint.canSend(1, 500)).isTrue();
    assertThat(endpoint.trySend(1, bytes(501))).isNegative();
    assertThatExceptionOfType(BackpressureException.class)
        .isThrownBy(() -> endpoint.send(1, bytes(501)))
        .satisfies(e -> assertThat(e.queuedBytes()).isEqualTo(2000));
    assertThatExceptionOfType(MessageTooLargeException.class)
        .isThrownBy(() -> endpoint.trySend(1, bytes(1001)));
    assertThatIllegalArgumentException().isThrownBy(() -> endpoint.send(7, bytes(1)));
    assertThat(endpoint.stats(0).messagesSent()).isEqualTo(2);
  }

  @Test
  void budgetIsWhatCouldLeaveAtOnce() throws Exception {
    var talk = talk(RatePolicy.fixed(100_000), ChannelConfig.of(1, Delivery.UNRELIABLE));
    int budget = talk.left.sendBudget(0);
    assertThat(budget).isBetween(1000, 20_000);
    talk.left.send(1, bytes(500));
    assertThat(talk.left.sendBudget(0)).isEqualTo(budget - 500);
    for (int i = 0; i < 100; i++) {
      talk.left.send(1, bytes(500));
    }
    assertThat(talk.left.sendBudget(0)).isZero();
    talk.runUntil(2 * SECOND, () -> false);
    assertThat(talk.left.sendBudget(talk.now)).isPositive();
    assertThat(talk(ChannelConfig.of(1, Delivery.UNRELIABLE)).left.sendBudget(0))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void sharedPayloadsArriveAmongOthers() throws Exception {
    for (Delivery delivery : Delivery.values()) {
      var talk = talk(ChannelConfig.of(1, delivery));
      var content = bytes(3000).put(2999, (byte) 5);
      var shared = SharedPayload.of(content);
      List<Integer> sizes = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        talk.left.send(1, shared);
        talk.left.send(1, bytes(i));
        talk.runUntil(talk.now + 60 * MILLI, () -> false);
        talk.right.drain(
            1,
            message -> {
              sizes.add(message.size());
              assertThat(message.size() < 3000 || message.payload().get(2999) == 5).isTrue();
            });
      }
      talk.runUntil(talk.now + SECOND, talk.left::isFlushed);
      assertThat(sizes).hasSizeBetween(30, 60);
    }
  }

  @Test
  void closeThatIsLostOnceIsToldAgain() throws Exception {
    var talk = talk(ChannelConfig.of(1, Delivery.RELIABLE_ORDERED));
    talk.runUntil(SECOND, () -> false);
    talk.left.send(1, bytes(10));
    talk.left.close(DisconnectReason.NORMAL, talk.now);
    talk.left.close(DisconnectReason.kicked(1), talk.now);
    talk.toRight.conditions(OUTAGE);
    talk.step();
    talk.toRight.conditions(LINK);
    talk.runUntil(talk.now + SECOND, () -> talk.right.ended().isPresent());
    assertThat(talk.right.ended()).contains(DisconnectReason.NORMAL);
    assertThat(talk.left.trySend(1, bytes(1))).isEqualTo(-1);
    assertThat(talk.left.canSend(1, 1)).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> talk.left.send(1, bytes(1)));
    assertThat(talk.left.queuedBytes(1)).isZero();
    assertThat(talk.left.sendBudget(talk.now)).isZero();
  }

  @Test
  void whatCameBeforeTheEndCanBeTaken() throws Exception {
    var talk = talk(ChannelConfig.of(1, Delivery.RELIABLE_ORDERED));
    talk.left.send(1, bytes(10));
    talk.runUntil(SECOND, talk.left::isFlushed);
    talk.right.close(DisconnectReason.NORMAL, talk.now);
    assertThat(delivered(talk, 1)).hasSize(1);
    assertThat(talk.left.drainAcked(1, _ -> {})).isOne();
  }

  /** The other side's clock is 5 s ahead, and the way there takes longer than the way back. */
  @Test
  void clockOffsetIsRightWithinHalfTheRoundTrip() throws Exception {
    var left = MessageEndpoint.of(MessageConfig.DEFAULT, 0);
    var right = MessageEndpoint.of(MessageConfig.DEFAULT, 5 * SECOND);
    var late = new ArrayList<ByteBuffer>();
    left.send(0, bytes(1));
    for (long now = 0; now < 3 * SECOND; now += 10 * MILLI) {
      long time = now;
      late.removeIf(datagram -> right.receive(datagram, time + 5 * SECOND) != null);
      right.transmitAll(now + 5 * SECOND, datagram -> left.receive(datagram, time));
      left.transmitAll(now, datagram -> late.add(bytes(datagram.remaining()).put(datagram).flip()));
      if (now % (200 * MILLI) == 0) {
        left.send(0, bytes(1));
      }
    }
    long offset = left.stats(3 * SECOND).clockOffset().orElseThrow().toMillis();
    assertThat(offset).isBetween(4995L, 5005L);
    assertThat(left.stats(3 * SECOND).roundTrip().toMillis()).isBetween(9L, 11L);
  }

  @ParameterizedTest
  @EnumSource
  void messagesOfEverySizeUpToTwoDatagrams(Delivery delivery) throws Exception {
    var talk = talk(ChannelConfig.of(1, delivery));
    for (int size = 0; size < 2500; size++) {
      int expected = size;
      talk.left.send(1, bytes(size));
      talk.left.transmitAll(talk.now, datagram -> talk.right.receive(datagram, talk.now));
      assertThat(talk.right.drain(1, m -> assertThat(m.size()).isEqualTo(expected))).isOne();
      talk.now += MILLI;
      talk.right.transmitAll(talk.now, datagram -> talk.left.receive(datagram, talk.now));
    }
  }
}
