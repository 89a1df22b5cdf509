// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.packetloom.runtime.message.PacketBuilder.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.ReceiveResult;

/** Packets that are genuine by their checksum, and break the rules of the format. */
class HostilePacketTest {
  private static final int UNRELIABLE = 0;
  private static final int ORDERED = 1;
  private static final int FAR = 200;
  private static final int MOST = 10_000;

  static final MessageConfig CONFIG =
      MessageConfig.builder()
          .channel(ChannelConfig.of(UNRELIABLE, Delivery.UNRELIABLE).maxMessageSize(MOST))
          .channel(ChannelConfig.of(ORDERED, Delivery.RELIABLE_ORDERED).maxMessageSize(MOST))
          .channel(ChannelConfig.of(2, Delivery.UNRELIABLE_SEQUENCED).maxMessageSize(MOST))
          .channel(ChannelConfig.of(3, Delivery.RELIABLE_UNORDERED).maxMessageSize(MOST))
          .channel(ChannelConfig.of(4, Delivery.RELIABLE_SEQUENCED).maxMessageSize(MOST))
          .channel(ChannelConfig.of(FAR, Delivery.UNRELIABLE).maxMessageSize(MOST))
          .build();

  private final Endpoint endpoint = Endpoint.bare(CONFIG, 0, 0);

  private static PacketBuilder start() {
    return packet(0).piece(UNRELIABLE, 0, (byte) 7);
  }

  private static Named<PacketBuilder> bad(String what, PacketBuilder frames) {
    return named(what, frames);
  }

  static Stream<Named<PacketBuilder>> badFrames() {
    return Stream.concat(badPieces(), badControls());
  }

  private static Stream<Named<PacketBuilder>> badPieces() {
    byte[] two = new byte[2];
    return Stream.of(
        bad("fragment count 0", start().fragment(ORDERED, 0, 0, 0, 2, two)),
        bad("fragment count 1", start().fragment(ORDERED, 0, 0, 1, 2, two)),
        bad("index is count", start().fragment(ORDERED, 2, 2, 2, 4, two)),
        bad("index above count", start().fragment(ORDERED, 9, 9, 2, 4, two)),
        bad("huge index", start().fragment(ORDERED, 9, Long.MAX_VALUE, 2, 4, two)),
        bad("huge count", start().fragment(ORDERED, 0, 0, Long.MAX_VALUE, 4, two)),
        bad("endless number", start().raw(0x61, 0, 0).var(-1)),
        bad("more fragments than bytes", start().fragment(ORDERED, 0, 0, 9, 4, two)),
        bad("nothing in fragments", start().fragment(ORDERED, 0, 0, 2, 0)),
        bad("message too large", start().fragment(ORDERED, 0, 0, 10, MOST + 1, two)),
        bad("huge message", start().fragment(ORDERED, 0, 0, 10, Long.MAX_VALUE, two)),
        bad("whole message too large", start().last(ORDERED, 0, new byte[MOST + 1])),
        bad("fragment too short", start().fragment(ORDERED, 0, 0, 2, 6, two)),
        bad("fragment too long", start().fragment(ORDERED, 0, 0, 2, 2, two)),
        bad("last fragment too long", start().fragment(ORDERED, 1, 1, 2, 3, two)),
        bad("index above sequence", start().fragment(ORDERED, 0, 1, 2, 4, two)),
        bad("no sequence number", start().next(ORDERED, two)),
        bad("sequence below zero", start().raw(0xC1).fixed(0x7FFF, 2).raw(0)),
        bad("long sequence below zero", start().raw(0xC1).fixed(0xFFFFFFFFL, 4).raw(0)),
        bad("sequence of the far future", start().piece(ORDERED, 1 << 20, two)),
        bad("unknown channel", start().piece(5, 0, two)),
        bad("unknown far channel", start().piece(201, 0, two)),
        bad("far channel missing", start().raw(0xCF)),
        bad("sequence missing", start().raw(0xC1, 0)),
        bad("half of a long sequence", start().raw(0xC1, 0x80, 0)),
        bad("length missing", start().raw(0xC1, 0, 0)),
        bad("length beyond the end", start().raw(0xC1, 0, 0, 2, 1)),
        bad("huge length", start().raw(0xC1, 0, 0).var(Long.MAX_VALUE)),
        bad("length above 2^31", start().raw(0xC1, 0, 0).var(0xFFFF_FFFFL)));
  }

  private static Stream<Named<PacketBuilder>> badControls() {
    return Stream.of(
        bad("ack of an unsent number", start().ack(5, 0)),
        bad("ack of the next number", start().ack(1, 0)),
        bad("ack below zero", start().ack(0, 1)),
        bad("ack far below zero", start().ack(0xFFFF_FFFFL, 0)),
        bad("ack of a huge run", start().ack(0, Integer.MAX_VALUE)),
        bad("ack of an endless run", start().ack(0, Long.MAX_VALUE)),
        bad("ack of ranges below zero", start().ack(0, 0, 0, 0)),
        bad("ack of huge gaps", start().ack(0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE)),
        bad("ack with fewer ranges than told", start().raw(2, 0, 0, 0, 0, 0, 9, 0)),
        bad("ack with 128 ranges", start().raw(2, 0, 0, 0, 0, 0, 0x80).raw(new byte[257])),
        bad("ack with a delay too long", start().raw(2, 0, 0, 0, 0).var(1 << 15).raw(0, 0)),
        bad("ack cut", start().raw(2, 0, 0)),
        bad("window of an unknown channel", start().window(77, 5)),
        bad("window of a channel above all", start().window(255, 5)),
        bad("window cut", start().raw(3)),
        bad("window without limit", start().raw(3, 1)),
        bad("window without end", start().raw(3, 1).var(-1)),
        bad("time cut", start().raw(4, 0, 0, 0, 0, 0, 0, 0)),
        bad("time reply cut", start().raw(5).raw(new byte[19])),
        bad("close cut", start().raw(6, 0, 0)),
        bad("path challenge cut", start().raw(7).raw(new byte[7])),
        bad("path response cut", start().raw(8)),
        bad("first unknown frame", start().raw(9)),
        bad("last unknown frame", start().raw(0x7F)));
  }

  @ParameterizedTest
  @MethodSource("badFrames")
  void nothingIsTakenOfABadPacket(PacketBuilder frames) throws Exception {
    endpoint.send(UNRELIABLE, ByteBuffer.allocate(3));
    assertThat(endpoint.transmitAll(0, _ -> {})).isOne();
    assertThat(endpoint.receive(frames.build(), 0)).isEqualTo(ReceiveResult.MALFORMED);
    for (ChannelConfig each : CONFIG.channels()) {
      assertThat(endpoint.poll(each.id())).isEmpty();
    }
    var stats = endpoint.stats(0);
    assertThat(stats.packetsReceived()).isZero();
    assertThat(stats.packetsRejected()).isOne();
    assertThat(stats.packetsAcked()).isZero();
    // neither is its number: the same one may come again, whole
    assertThat(endpoint.receive(start().build(), 0)).isEqualTo(ReceiveResult.ACCEPTED);
    try (var message = endpoint.poll(UNRELIABLE).orElseThrow()) {
      assertThat(message.toBytes()).containsExactly(7);
    }
  }

  private static byte[] everyFrame() {
    byte[] two = new byte[2];
    return packet(0)
        .ack(0, 0)
        .piece(UNRELIABLE, 0, two)
        .next(UNRELIABLE, two)
        .piece(FAR, 0x3000_0000, two)
        .fragment(ORDERED, 0, 0, 3, 6, two)
        .fragment(4, 1, 1, 2, 300, new byte[150])
        .window(1, 1 << 20)
        .raw(0, 0, 1)
        .raw(4)
        .fixed(5, 8)
        .raw(5)
        .raw(new byte[20])
        .raw(7)
        .fixed(6, 8)
        .raw(8)
        .fixed(6, 8)
        .last(2, 3, two)
        .frames();
  }

  @Test
  void packetThatIsCutAnywhereIsTakenWholeOrNotAtAll() throws Exception {
    byte[] frames = everyFrame();
    int accepted = 0;
    for (int length = 0; length <= frames.length; length++) {
      var cut = Endpoint.bare(CONFIG, 0, 0);
      cut.send(UNRELIABLE, ByteBuffer.allocate(3));
      cut.transmitAll(0, _ -> {});
      var result = cut.receive(packet(0).raw(Arrays.copyOf(frames, length)).build(), 0);
      assertThat(result).isIn(ReceiveResult.ACCEPTED, ReceiveResult.MALFORMED);
      accepted += result.isAccepted() ? 1 : 0;
      cut.transmitAll(1, _ -> {});
    }
    // at the ends of the frames, and anywhere in the last, which has no length
    assertThat(accepted).isEqualTo(18);
  }

  @Test
  void datagramThatIsCutAnywhereIsNoPacket() {
    ByteBuffer whole = packet(0).raw(everyFrame()).build();
    for (int length = 0; length < whole.capacity(); length++) {
      assertThat(endpoint.receive(whole.duplicate().limit(length), 0))
          .isNotEqualTo(ReceiveResult.ACCEPTED);
    }
  }

  @Test
  void firstByteOfAnotherKindIsMalformed() {
    for (int head = 0; head < 256; head++) {
      ByteBuffer datagram = packet(0).ping().build();
      datagram.put(0, (byte) head);
      var expected =
          head == 0x84 || head == 0xA4 || head == 0xC4 || head == 0xE4
              ? head == 0x84 ? ReceiveResult.ACCEPTED : null
              : ReceiveResult.MALFORMED;
      var result = Endpoint.bare(CONFIG, 0, 0).receive(datagram, 0);
      if (expected == null) {
        assertThat(result).isNotEqualTo(ReceiveResult.ACCEPTED);
      } else {
        assertThat(result).as("%x", head).isEqualTo(expected);
      }
    }
  }

  @Test
  void contradictingFragmentsAreMalformed() {
    byte[] ten = new byte[10];
    endpoint.receive(packet(0).fragment(ORDERED, 0, 0, 3, 30, ten).build(), 0);
    endpoint.receive(packet(1).fragment(UNRELIABLE, 0, 0, 3, 30, ten).build(), 0);
    for (int channel : new int[] {ORDERED, UNRELIABLE}) {
      var other = packet(2).fragment(channel, 1, 1, 2, 20, ten);
      assertThat(endpoint.receive(other.build(), 0)).isEqualTo(ReceiveResult.MALFORMED);
      other = packet(2).fragment(channel, 1, 1, 3, 29, ten);
      assertThat(endpoint.receive(other.build(), 0)).isEqualTo(ReceiveResult.MALFORMED);
    }
    // two in one packet that contradict each other harm nobody but their message
    var both = packet(2).fragment(3, 0, 0, 3, 30, ten).fragment(3, 1, 1, 2, 20, ten);
    assertThat(endpoint.receive(both.build(), 0)).isEqualTo(ReceiveResult.ACCEPTED);
    assertThat(endpoint.poll(3)).isEmpty();
  }

  @Test
  void overlappingMessagesHarmNobody() {
    byte[] one = new byte[1];
    for (int channel : new int[] {0, 1, 2, 3, 4}) {
      var overlapping = packet(channel);
      for (int i = 0; i < 20; i++) {
        overlapping.fragment(channel, i, i % 3, 3 + i % 2, 3 + i % 2, one);
      }
      assertThat(endpoint.receive(overlapping.build(), 0)).isNotNull();
    }
    for (int channel : new int[] {0, 1, 2, 3, 4}) {
      endpoint.drain(channel, message -> assertThat(message.size()).isBetween(3, 4));
    }
  }

  @Test
  void creditOverrunIsRefusedAndNotAcknowledged() {
    var all = packet(0);
    for (int i = 0; i < 60; i++) {
      all.piece(ORDERED, i, new byte[1000]);
    }
    assertThat(endpoint.receive(all.build(), 0)).isEqualTo(ReceiveResult.REFUSED);
    assertThat(endpoint.poll(ORDERED)).isEmpty();
    assertThat(endpoint.transmitAll(0, _ -> {})).isZero();
    var some = packet(0);
    for (int i = 0; i < 58; i++) {
      some.piece(ORDERED, i, new byte[1000]);
    }
    assertThat(endpoint.receive(some.build(), 0)).isEqualTo(ReceiveResult.ACCEPTED);
    assertThat(endpoint.drain(ORDERED, _ -> {})).isEqualTo(58);
  }

  @Test
  void unreliableNumbersOfTheFarFutureAreTaken() {
    assertThat(endpoint.receive(packet(0).piece(0, 0x3FFF_FFFF).build(), 0).isAccepted()).isTrue();
    assertThat(
            endpoint
                .receive(packet(1).raw(0xC0).fixed(0x8000_0001L, 4).raw(0).build(), 0)
                .isAccepted())
        .isTrue();
    assertThat(endpoint.receive(packet(2).piece(2, 0x3FFF_FFFF).build(), 0).isAccepted()).isTrue();
    assertThat(
            endpoint
                .receive(packet(3).raw(0xC2).fixed(0x8000_0001L, 4).raw(0).build(), 0)
                .isAccepted())
        .isTrue();
    assertThat(endpoint.drain(0, _ -> {})).isOne();
    assertThat(endpoint.drain(2, _ -> {})).isOne();
  }

  @Test
  void packetOfTheFarFutureIsNotGenuine() {
    var far = PacketBuilder.longPacket(1L << 23).ping();
    assertThat(endpoint.receive(far.build(), 0)).isEqualTo(ReceiveResult.UNAUTHENTICATED);
    var near = PacketBuilder.longPacket(1L << 22).ping();
    assertThat(endpoint.receive(near.build(), 0)).isEqualTo(ReceiveResult.ACCEPTED);
    var below = PacketBuilder.longPacket(-1).ping();
    assertThat(endpoint.receive(below.build(), 0)).isNotEqualTo(ReceiveResult.ACCEPTED);
  }

  @Test
  void unknownReasonIsAnEndAllTheSame() {
    assertThat(endpoint.receive(packet(0).close(250, 9).build(), 0).isAccepted()).isTrue();
    assertThat(endpoint.ended().orElseThrow().kind()).isEqualTo(DisconnectReason.Kind.NORMAL);
    assertThat(endpoint.receive(packet(1).ping().build(), 0)).isEqualTo(ReceiveResult.CLOSED);
  }
}
