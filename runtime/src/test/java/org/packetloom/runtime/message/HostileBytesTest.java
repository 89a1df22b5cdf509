// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.ReceiveResult;

/** Bytes at random, flipped bits, and datagrams that come again. */
class HostileBytesTest {
  private record Sent(boolean isToRight, byte[] datagram) {}

  private final Endpoint left = Endpoint.bare(HostilePacketTest.CONFIG, 0, 0);
  private final Endpoint right = Endpoint.bare(HostilePacketTest.CONFIG, 0, 0);
  private final List<Sent> recorded = new ArrayList<>();

  @Test
  void randomBytesAreNeverTaken() {
    var random = new SplittableRandom(1);
    var bytes = new byte[1500];
    var all = ByteBuffer.wrap(bytes);
    for (int i = 0; i < 150_000; i++) {
      int size = random.nextInt(random.nextInt(8) == 0 ? 1500 : 40);
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        bytes[0] = (byte) (random.nextBoolean() ? 0x84 : 0xA4);
      }
      var result = left.receive(all.clear().limit(size), i);
      assertThat(result.isAccepted()).as("datagram %d", i).isFalse();
      assertThat(all.hasRemaining()).isFalse();
    }
    assertThat(left.stats(0).packetsRejected()).isEqualTo(150_000);
    assertThat(Footprint.of(left)).isLessThan(24 << 10);
  }

  /** Both sides speak for a while on every channel; each datagram is kept. */
  private void record(int rounds, java.util.function.Consumer<Sent> before) throws Exception {
    var random = new SplittableRandom(2);
    for (int round = 0; round < rounds; round++) {
      long now = round * 10_000_000L;
      for (MessageEndpoint each : List.of(left, right)) {
        for (var channel : each.config().channels()) {
          if (random.nextInt(3) == 0) {
            int size = random.nextInt(8) == 0 ? 3000 : random.nextInt(30);
            each.send(channel.id(), ByteBuffer.allocate(size));
          }
        }
      }
      pass(left, right, true, now, before);
      pass(right, left, false, now, before);
      drain();
    }
  }

  private int drain() {
    int count = 0;
    for (var channel : left.config().channels()) {
      count += left.drain(channel.id(), _ -> {});
      count += right.drain(channel.id(), _ -> {});
    }
    return count;
  }

  private void pass(
      MessageEndpoint from,
      MessageEndpoint to,
      boolean isToRight,
      long now,
      java.util.function.Consumer<Sent> before) {
    from.transmitAll(
        now,
        datagram -> {
          var bytes = new byte[datagram.remaining()];
          datagram.get(bytes);
          var sent = new Sent(isToRight, bytes);
          before.accept(sent);
          recorded.add(sent);
          assertThat(to.receive(ByteBuffer.wrap(bytes), now)).isEqualTo(ReceiveResult.ACCEPTED);
        });
  }

  @Test
  void everyFlippedBitIsNoticed() throws Exception {
    record(
        25,
        sent -> {
          MessageEndpoint to = sent.isToRight ? right : left;
          byte[] copy = sent.datagram.clone();
          for (int bit = 0; bit < 8 * copy.length; bit++) {
            copy[bit >>> 3] ^= (byte) (1 << (bit & 7));
            var result = to.receive(ByteBuffer.wrap(copy), 0);
            if (result.isAccepted()) {
              throw new AssertionError("bit " + bit + " of datagram " + recorded.size());
            }
            copy[bit >>> 3] ^= (byte) (1 << (bit & 7));
          }
        });
    assertThat(recorded).hasSizeGreaterThan(50);
  }

  @Test
  void replayOfAWholeConversationChangesNothing() throws Exception {
    record(300, _ -> {});
    var before = right.stats(0);
    for (int time = 0; time < 3; time++) {
      for (Sent each : recorded) {
        MessageEndpoint to = each.isToRight ? right : left;
        var result = to.receive(ByteBuffer.wrap(each.datagram), time);
        assertThat(result).isIn(ReceiveResult.DUPLICATE, ReceiveResult.STALE);
      }
    }
    assertThat(drain()).isZero();
    var after = right.stats(0);
    assertThat(after.packetsReceived()).isEqualTo(before.packetsReceived());
    assertThat(after.messagesReceived()).isEqualTo(before.messagesReceived());
    assertThat(after.packetsAcked()).isEqualTo(before.packetsAcked());
    assertThat(right.transmitAll(0, _ -> {})).isZero();
  }

  @Test
  void datagramsOfTheOtherSideAreNotReflected() throws Exception {
    // each side takes a packet of its own for one of the other: numbers alone cannot tell
    var talk = new Conversation(left, right, LinkConditions.PERFECT, 1, 0);
    left.send(1, ByteBuffer.allocate(10));
    var own = ByteBuffer.allocate(1200);
    assertThat(left.transmit(own, 0)).isTrue();
    left.receive(own.flip(), 0);
    right.send(1, ByteBuffer.allocate(20));
    right.transmitAll(0, datagram -> left.receive(datagram, 0));
    talk.step();
    assertThat(left.ended()).isEmpty();
  }

  @Test
  void bytesAreReadAlikeFromAnyBuffer() throws Exception {
    record(1, _ -> {});
    ByteBuffer packet = PacketBuilder.packet(left.stats(0).packetsReceived()).ping().build();
    var direct = ByteBuffer.allocateDirect(packet.remaining() + 7).position(7);
    direct.put(packet.duplicate()).position(7);
    assertThat(left.receive(direct.asReadOnlyBuffer(), 0)).isEqualTo(ReceiveResult.ACCEPTED);
    assertThat(left.receive(direct, 0)).isEqualTo(ReceiveResult.DUPLICATE);
    assertThat(left.receive(packet.asReadOnlyBuffer(), 0)).isEqualTo(ReceiveResult.DUPLICATE);
  }
}
