// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.packetloom.runtime.message.Conversation.MILLI;
import static org.packetloom.runtime.message.Conversation.SECOND;
import static org.packetloom.runtime.message.PacketBuilder.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.RatePolicy;
import org.packetloom.message.ReceiveResult;

/**
 * Eighteen defects of this library's predecessor, by their numbers. Those of its handshake are
 * tested with ours: B14 by {@code HandshakeTest.oneRequestGetsOneAnswerThatIsNotLarger}, B15 by
 * {@code ServerFloodTest.millionSpoofedRequestsLeaveNothingAndDelayNobody}, B16 by {@code
 * ServedTest.severalThatExpireInOneTickAllGo}, B17 by {@code
 * ServedTest.kickedClientKnowsTheCodeAtOnce} and B18 by {@code
 * HandshakeTest.clientMadeAtAnyTimeHasItsWholeTimeout}; of B17 and B18 the endpoint's part is here.
 */
class SeedDefectsTest {
  private static final LinkConditions LINK = LinkConditions.parse("delay=25ms,jitter=5ms");

  private static Endpoint endpoint(Delivery delivery) {
    return Endpoint.bare(config(delivery), 0, 0);
  }

  private static MessageConfig config(Delivery delivery) {
    return Soak.config(delivery).rate(RatePolicy.UNLIMITED).build();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void b1AndB2CountOfFragmentsBelowTwo(int count) {
    for (Delivery delivery : Delivery.values()) {
      var bad = packet(0).fragment(1, 0, 0, count, 1, (byte) 1).build();
      assertThat(endpoint(delivery).receive(bad, 0)).isEqualTo(ReceiveResult.MALFORMED);
    }
  }

  @Test
  void b3IndexOfAFragmentAboveItsCount() {
    for (Delivery delivery : Delivery.values()) {
      for (int index : new int[] {2, 3, 255, 65_535}) {
        var bad = packet(0).fragment(1, 70_000, index, 2, 2, (byte) 1).build();
        assertThat(endpoint(delivery).receive(bad, 0)).isEqualTo(ReceiveResult.MALFORMED);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {254, 255, 256, 257, 300, 800})
  void b4ManyFragmentsAndASmallLastOne(int fragments) throws Exception {
    var talk = new Conversation(config(Delivery.RELIABLE_ORDERED), LINK, 1);
    int whole = 1144; // bytes of a full fragment are near this
    for (int more : new int[] {1, 100, 255, 256, 600}) {
      int size = fragments * whole + more;
      talk.left.send(1, ByteBuffer.allocate(size));
      boolean isAcked =
          talk.runUntil(talk.now + 20 * SECOND, () -> talk.left.drainAcked(1, _ -> {}) == 1);
      assertThat(isAcked).isTrue();
      int count = talk.right.drain(1, message -> assertThat(message.size()).isEqualTo(size));
      assertThat(count).isOne();
    }
  }

  @Test
  void b5MessagesAbove64Kilobytes() throws Exception {
    var talk = new Conversation(config(Delivery.RELIABLE_ORDERED), LINK, 1);
    for (int size : new int[] {65_535, 65_536, 65_537, 1 << 20}) {
      talk.left.send(1, ByteBuffer.allocate(size).put(size - 1, (byte) 9));
    }
    List<Integer> sizes = new ArrayList<>();
    talk.runUntil(
        20 * SECOND,
        () -> {
          talk.right.drain(
              1,
              message -> {
                sizes.add(message.size());
                assertThat(message.payload().get(message.size() - 1)).isEqualTo((byte) 9);
              });
          return sizes.size() == 4;
        });
    assertThat(sizes).containsExactly(65_535, 65_536, 65_537, 1 << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RELIABLE_UNORDERED", "RELIABLE_ORDERED"})
  void b6ResentMessageThatManyNewerOnesOvertook(String delivery) throws Exception {
    var sender = endpoint(Delivery.valueOf(delivery));
    var receiver = endpoint(Delivery.valueOf(delivery));
    receiver.receive(packet(0).piece(1, 70_000).build(), 0); // too far: no harm
    long first = sender.send(1, ByteBuffer.allocate(4));
    sender.transmitAll(0, _ -> {}); // is lost
    List<Long> got = new ArrayList<>();
    List<Long> acked = new ArrayList<>();
    int count = 1;
    for (long now = MILLI; now < 60 * SECOND && acked.size() < 20_001; now += MILLI) {
      while (count < 20_001 && sender.trySend(1, ByteBuffer.allocate(4)) >= 0) {
        count++;
      }
      long time = now;
      boolean isHeldBack = now < 100 * MILLI;
      sender.transmitAll(
          now,
          datagram -> {
            // whatever has the first message again is lost too, until the others are through
            if (!isHeldBack || datagram.remaining() > 40) {
              receiver.receive(datagram, time);
            }
          });
      receiver.drain(1, message -> got.add(message.id()));
      receiver.transmitAll(now, datagram -> sender.receive(datagram, time));
      sender.drainAcked(1, acked::add);
    }
    assertThat(got).hasSize(20_001).contains(first).doesNotHaveDuplicates();
    assertThat(acked).hasSize(20_001);
  }

  /** An unfinished message is given up, and never mixed with one whose number looks alike. */
  @Test
  void b7UnfinishedUnreliableMessagesExpire() {
    var receiver = endpoint(Delivery.UNRELIABLE);
    byte[] part = new byte[1000];
    receiver.receive(packet(0).fragment(1, 0, 0, 3, 3000, part).build(), 0);
    receiver.receive(packet(1).fragment(1, 1, 1, 3, 3000, part).build(), 0);
    receiver.transmitAll(0, _ -> {});
    assertThat(receiver.nextDeadline()).isLessThanOrEqualTo(5 * SECOND);
    receiver.advance(5 * SECOND);
    assertThat(receiver.stats(0).messagesDropped()).isOne();
    receiver.receive(packet(2).fragment(1, 2, 2, 3, 3000, part).build(), 6 * SECOND);
    assertThat(receiver.poll(1)).isEmpty();
    // numbers that end alike, 2^15 and 2^31 later
    for (long later : new long[] {1L << 15, 1L << 31}) {
      var other = Endpoint.bare(config(Delivery.UNRELIABLE), 0, later - 1000);
      other.receive(packet(later - 1000).fragment(1, later, 0, 3, 3000, part).build(), 0);
      assertThat(other.poll(1)).isEmpty();
    }
  }

  @Test
  void b8UnfinishedMessagesAreBounded() {
    var receiver = endpoint(Delivery.UNRELIABLE);
    for (int i = 0; i < 5000; i++) {
      receiver.receive(packet(i).fragment(1, 10L * i, 0, 9, 9000, new byte[1000]).build(), i);
    }
    assertThat(Footprint.of(receiver)).isLessThan(3 << 20);
  }

  @Test
  void b9SizeIsThatOfTheMessage() {
    var receiver = endpoint(Delivery.UNRELIABLE);
    receiver.receive(packet(0).piece(1, 0, new byte[5]).build(), 0);
    try (var message = receiver.poll(1).orElseThrow()) {
      assertThat(message.size()).isEqualTo(5);
      assertThat(message.payload().remaining()).isEqualTo(5);
    }
  }

  /** One way is silent for 4.5 s while the other sends 90 packets a second; then all goes on. */
  @Test
  void b10OneWayOutageIsNoDeadlock() throws Exception {
    for (Delivery delivery : Delivery.values()) {
      var talk = new Conversation(config(delivery), LINK, 1);
      talk.toLeft.conditions(LinkConditions.parse("loss=100%"));
      for (int i = 0; i < 405; i++) {
        talk.left.send(1, ByteBuffer.allocate(100));
        talk.right.send(1, ByteBuffer.allocate(100));
        talk.runUntil(talk.now + 11 * MILLI, () -> false);
      }
      talk.toLeft.conditions(LINK);
      talk.runUntil(talk.now + 3 * SECOND, () -> false);
      talk.left.drain(1, _ -> {});
      talk.right.drain(1, _ -> {});
      talk.left.send(1, ByteBuffer.allocate(1));
      talk.right.send(1, ByteBuffer.allocate(1));
      talk.runUntil(talk.now + SECOND, () -> false);
      assertThat(talk.left.drain(1, _ -> {})).as("%s", delivery).isOne();
      assertThat(talk.right.drain(1, _ -> {})).as("%s", delivery).isOne();
      assertThat(talk.left.isFlushed() && talk.right.isFlushed()).isTrue();
    }
  }

  /** Also {@code GoalTest.queuedMessagesAreComposedOneAfterTheOther}. */
  @Test
  void b11ManyQueuedMessagesAreNotWalkedForEach() throws Exception {
    for (Delivery delivery : Delivery.values()) {
      var channel = ChannelConfig.of(1, delivery).maxQueuedBytes(1 << 28);
      var sender = Endpoint.bare(MessageConfig.builder().channel(channel).build(), 0, 0);
      var payload = ByteBuffer.allocate(32);
      for (int i = 0; i < 100_000; i++) {
        sender.send(1, payload.clear());
        sender.advance(i);
        sender.nextDeadline();
      }
      sender.transmitAll(100_000, _ -> {});
      assertThat(sender.stats(0).messagesSent()).isEqualTo(100_000);
    }
  }

  /** {@code GoalTest.lossIsEstimated} has how exactly. */
  @Test
  void b12LossIsEstimatedAtAnyRoundTripTime() throws Exception {
    for (int delay : new int[] {0, 1, 20, 150}) {
      var link = LinkConditions.parse("loss=20%,delay=" + delay + "ms");
      var talk = new Conversation(config(Delivery.UNRELIABLE), link, 1);
      for (int i = 0; i < 1000; i++) {
        talk.left.send(1, ByteBuffer.allocate(10));
        talk.runUntil(talk.now + 5 * MILLI, () -> false);
        talk.right.drain(1, _ -> {});
      }
      assertThat(talk.left.stats(talk.now).loss()).as("%d ms", delay).isBetween(0.16, 0.24);
    }
  }

  @Test
  void b13AcknowledgementsGoAloneIfNothingElseDoes() throws Exception {
    var talk = new Conversation(config(Delivery.UNRELIABLE), LINK, 1);
    long id = talk.left.send(1, ByteBuffer.allocate(10));
    List<Long> acked = new ArrayList<>();
    talk.runUntil(70 * MILLI, () -> talk.left.drainAcked(1, acked::add) > 0);
    assertThat(acked).containsExactly(id);
    assertThat(talk.right.stats(talk.now).messagesSent()).isZero();
  }

  @Test
  void b17ClosingIsToldAndHeeded() throws Exception {
    var talk = new Conversation(config(Delivery.RELIABLE_ORDERED), LINK, 1);
    talk.left.send(1, ByteBuffer.allocate(10));
    talk.left.close(DisconnectReason.kicked(77), 0);
    talk.runUntil(40 * MILLI, () -> talk.right.ended().isPresent());
    assertThat(talk.right.ended()).contains(DisconnectReason.kicked(77));
    assertThat(talk.left.ended()).contains(DisconnectReason.kicked(77));
    talk.runUntil(10 * SECOND, () -> false);
    assertThat(talk.datagrams).isEqualTo(3);
    assertThat(talk.left.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5, 9, 3600, -5, -3600, 1L << 32, -(1L << 32)})
  void b18AnyTimeIsAGoodStart(long seconds) throws Exception {
    long start = seconds * SECOND;
    var talk = new Conversation(config(Delivery.RELIABLE_ORDERED), LINK, 1, start);
    talk.step();
    assertThat(talk.left.ended()).isEmpty();
    talk.left.send(1, ByteBuffer.allocate(10));
    assertThat(talk.runUntil(start + SECOND, () -> talk.right.drain(1, _ -> {}) == 1)).isTrue();
    talk.toLeft.conditions(LinkConditions.parse("loss=100%"));
    long since = talk.now;
    talk.runUntil(start + 20 * SECOND, () -> talk.left.ended().isPresent());
    assertThat(talk.left.ended().orElseThrow().kind()).isEqualTo(DisconnectReason.Kind.TIMED_OUT);
    assertThat(talk.now - since).isBetween(9 * SECOND, 11 * SECOND);
  }
}
