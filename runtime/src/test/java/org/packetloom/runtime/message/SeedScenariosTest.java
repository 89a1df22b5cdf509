// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.packetloom.runtime.message.Conversation.MILLI;
import static org.packetloom.runtime.message.Conversation.SECOND;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.LinkSimulator;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.RatePolicy;
import org.packetloom.message.ReceiveResult;

/**
 * What the unit tests of this library's predecessor check, under their names; {@link SoakTest} has
 * its two soaks.
 */
class SeedScenariosTest {
  private static final int UNRELIABLE = 0;
  private static final int RELIABLE = 1;
  private static final MessageConfig CONFIG =
      MessageConfig.builder()
          .channel(ChannelConfig.of(UNRELIABLE, Delivery.UNRELIABLE))
          .channel(
              ChannelConfig.of(RELIABLE, Delivery.RELIABLE_UNORDERED)
                  .resendAfter(Duration.ofMillis(100)))
          .rate(RatePolicy.UNLIMITED)
          .build();

  private final MessageEndpoint server = MessageEndpoint.of(CONFIG, 0);
  private final MessageEndpoint client = MessageEndpoint.of(CONFIG, 0);

  private static List<ByteBuffer> packets(MessageEndpoint from, long now) {
    List<ByteBuffer> packets = new ArrayList<>();
    from.transmitAll(
        now, each -> packets.add(ByteBuffer.allocate(each.remaining()).put(each).flip()));
    return packets;
  }

  private static void pass(MessageEndpoint from, MessageEndpoint to, long now) {
    for (ByteBuffer each : packets(from, now)) {
      assertThat(to.receive(each, now)).isEqualTo(ReceiveResult.ACCEPTED);
    }
  }

  private static ByteBuffer bytes(int size, int salt) {
    var bytes = new byte[size];
    new SplittableRandom(salt).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static List<Long> acked(MessageEndpoint endpoint, int channel) {
    List<Long> ids = new ArrayList<>();
    endpoint.drainAcked(channel, ids::add);
    return ids;
  }

  /** A thousand patterns of arrival are told as they are. */
  @Test
  void ackHeader() throws Exception {
    var random = new SplittableRandom(7);
    for (int round = 0; round < 1000; round++) {
      var sender = MessageEndpoint.of(CONFIG, 0);
      var receiver = MessageEndpoint.of(CONFIG, 0);
      List<Long> arrived = new ArrayList<>();
      for (int i = random.nextInt(7, 80); i > 0; i--) {
        long id = sender.send(UNRELIABLE, bytes(4, i));
        ByteBuffer packet = packets(sender, 0).getFirst();
        if (random.nextBoolean()) {
          receiver.receive(packet, 0);
          arrived.add(id);
        }
      }
      pass(receiver, sender, 0);
      assertThat(acked(sender, UNRELIABLE)).containsExactlyInAnyOrderElementsOf(arrived);
    }
  }

  @Test
  void messageSerialization() throws Exception {
    long first = server.send(UNRELIABLE, bytes(1, 1));
    long second = server.send(RELIABLE, bytes(300, 2));
    long third = server.send(UNRELIABLE, bytes(700, 3));
    assertThat(packets(server, 0))
        .singleElement()
        .satisfies(packet -> assertThat(client.receive(packet, 0).isAccepted()).isTrue());
    expect(UNRELIABLE, first, bytes(1, 1));
    expect(UNRELIABLE, third, bytes(700, 3));
    expect(RELIABLE, second, bytes(300, 2));
  }

  private void expect(int channel, long id, ByteBuffer content) {
    try (var message = client.poll(channel).orElseThrow()) {
      assertThat(message.id()).isEqualTo(id);
      assertThat(message.channel()).isEqualTo(channel);
      assertThat(message.size()).isEqualTo(content.remaining());
      assertThat(message.payload()).isEqualTo(content);
    }
  }

  @Test
  void fragmentMessageSerialization() throws Exception {
    for (int size : new int[] {1024, 1150, 1200, 2048}) {
      long id = server.send(RELIABLE, bytes(size, size));
      pass(server, client, 0);
      expect(RELIABLE, id, bytes(size, size));
    }
  }

  @Test
  void unreliableChannel() throws Exception {
    server.send(UNRELIABLE, bytes(9, 1));
    assertThat(packets(server, 0)).hasSize(1);
    for (long now = SECOND; now < 9 * SECOND; now += SECOND) {
      assertThat(packets(server, now)).as("nothing but questions").allMatch(p -> p.limit() < 50);
    }
    assertThat(server.drainLost(UNRELIABLE, _ -> {})).isOne();
    assertThat(server.isFlushed()).isTrue();
  }

  @Test
  void reliableChannel() throws Exception {
    long id = server.send(RELIABLE, bytes(60, 1));
    assertThat(packets(server, 0)).hasSize(1);
    assertThat(packets(server, 99 * MILLI)).isEmpty();
    List<ByteBuffer> again = packets(server, 100 * MILLI);
    assertThat(again).singleElement().matches(packet -> packet.limit() > 60);
    client.receive(again.getFirst(), 110 * MILLI);
    expect(RELIABLE, id, bytes(60, 1));
    pass(client, server, 110 * MILLI);
    assertThat(acked(server, RELIABLE)).containsExactly(id);
    assertThat(packets(server, 300 * MILLI)).allMatch(packet -> packet.limit() < 50);
    assertThat(server.queuedBytes(RELIABLE)).isZero();
  }

  @Test
  void jitterPipeDisabled() {
    var link = LinkSimulator.of(LinkConditions.PERFECT, 1);
    for (int i = 0; i < 1000; i++) {
      link.send(ByteBuffer.allocate(4).putInt(0, i), i);
    }
    var datagram = ByteBuffer.allocate(4);
    for (int i = 0; i < 1000; i++) {
      assertThat(link.deliver(datagram.clear(), 1000)).isTrue();
      assertThat(datagram.getInt(0)).isEqualTo(i);
    }
    assertThat(link.deliver(datagram.clear(), 1000)).isFalse();
  }

  @Test
  void gappyInserts() {
    var received = new ReceivedPackets(0);
    for (long number : new long[] {0, 1, 2, 5, 30, 3}) {
      assertThat(received.has(number)).isFalse();
      received.add(number, 0);
      assertThat(received.has(number)).isTrue();
    }
    assertThat(received.has(4)).isFalse();
    assertThat(received.has(29)).isFalse();
    assertThat(received.highest()).isEqualTo(30);
    received.add(100_000, 0);
    assertThat(received.has(99_999)).isFalse();
    assertThat(received.isStale(30)).isTrue();
  }

  @Test
  void sequenceTest() {
    var received = new ReceivedPackets(0);
    int count = 4 * ReceivedPackets.WINDOW;
    for (int number = 0; number < count; number++) {
      assertThat(received.add(number, 0)).as("%d is the next", number).isTrue();
      received.toldUpTo(number);
      assertThat(received.has(number)).isTrue();
    }
    for (int number = 0; number < count; number++) {
      assertThat(received.isStale(number) || received.has(number)).isTrue();
    }
    assertThat(received.isStale(count - ReceivedPackets.LEAST)).isFalse();
    assertThat(received.isStale(count - ReceivedPackets.WINDOW - 1)).isTrue();
    assertThat(received.has(count)).isFalse();
  }

  @Test
  void packetHeader() throws Exception {
    server.send(UNRELIABLE, bytes(5, 1));
    ByteBuffer packet = packets(server, 0).getFirst();
    assertThat(packet.get(0) & 0xFF).isEqualTo(0x84);
    assertThat(packet.getShort(1)).isZero();
    server.send(UNRELIABLE, bytes(5, 1));
    assertThat(packets(server, 0).getFirst().getShort(1)).isOne();
  }

  @Test
  void dropDuplicatePackets() throws Exception {
    server.send(RELIABLE, bytes(5, 1));
    ByteBuffer packet = packets(server, 0).getFirst();
    assertThat(client.receive(packet.duplicate(), 0)).isEqualTo(ReceiveResult.ACCEPTED);
    assertThat(client.receive(packet.duplicate(), 0)).isEqualTo(ReceiveResult.DUPLICATE);
    assertThat(client.drain(RELIABLE, _ -> {})).isOne();
  }

  @Test
  void rejectDuplicateMessages() throws Exception {
    server.send(RELIABLE, bytes(5, 1));
    List<ByteBuffer> packets = packets(server, 0);
    packets.addAll(packets(server, 100 * MILLI));
    packets.addAll(packets(server, 200 * MILLI));
    assertThat(packets).hasSize(3);
    packets.forEach(each -> assertThat(client.receive(each, 0).isAccepted()).isTrue());
    assertThat(client.drain(RELIABLE, _ -> {})).isOne();
  }

  @Test
  void acks() throws Exception {
    for (int i = 0; i < 200; i++) {
      long now = i * 30 * MILLI;
      long up = server.send(UNRELIABLE, bytes(8, i));
      long down = client.send(UNRELIABLE, bytes(8, i));
      pass(server, client, now);
      pass(client, server, now);
      pass(server, client, now);
      assertThat(client.drain(UNRELIABLE, _ -> {})).isOne();
      assertThat(server.drain(UNRELIABLE, _ -> {})).isOne();
      assertThat(acked(server, UNRELIABLE)).containsExactly(up);
      assertThat(acked(client, UNRELIABLE)).containsExactly(down);
    }
  }

  /** There is no bound of packets; one answer acknowledges them all. */
  @Test
  void manyPacketsInFlight() throws Exception {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 350; i++) {
      ids.add(server.send(UNRELIABLE, bytes(1024, i)));
    }
    List<ByteBuffer> packets = packets(server, 0);
    assertThat(packets).hasSize(350);
    packets.forEach(each -> client.receive(each, 0));
    assertThat(client.drain(UNRELIABLE, _ -> {})).isEqualTo(350);
    assertThat(packets(client, 0))
        .singleElement()
        .satisfies(packet -> server.receive(packet, 0))
        .matches(packet -> packet.limit() < 50);
    assertThat(acked(server, UNRELIABLE)).isEqualTo(ids);
  }

  @Test
  void smallUnfragMessages() throws Exception {
    for (int size : new int[] {0, 1, 5, 255, 256, 1024}) {
      long now = (size + 1) * 10 * MILLI;
      long id = server.send(UNRELIABLE, bytes(size, size));
      pass(server, client, now);
      expect(UNRELIABLE, id, bytes(size, size));
      pass(client, server, now);
      assertThat(acked(server, UNRELIABLE)).containsExactly(id);
    }
  }

  @Test
  void fragMessage() throws Exception {
    for (int channel : new int[] {UNRELIABLE, RELIABLE}) {
      long id = server.send(channel, bytes(2148, channel));
      List<ByteBuffer> packets = packets(server, 0);
      assertThat(packets).hasSize(2);
      packets.forEach(each -> client.receive(each, 0));
      expect(channel, id, bytes(2148, channel));
      pass(client, server, 10 * MILLI);
      assertThat(acked(server, channel)).containsExactly(id);
    }
  }

  @Test
  void retransmission() throws Exception {
    long id = server.send(RELIABLE, bytes(1800, 1));
    List<ByteBuffer> packets = packets(server, 0);
    assertThat(packets).hasSize(2);
    client.receive(packets.getFirst(), 0);
    pass(client, server, 0);
    pass(server, client, 60 * MILLI);
    pass(server, client, 150 * MILLI);
    expect(RELIABLE, id, bytes(1800, 1));
    pass(client, server, 150 * MILLI);
    assertThat(acked(server, RELIABLE)).containsExactly(id);
    assertThat(packets(server, 160 * MILLI)).allMatch(packet -> packet.limit() < 50);
  }

  /** Connects, then each side goes on alone for a while: keepalives hold the connection. */
  @Test
  void protocol() {
    var world = ServedWorld.perfect();
    var party = world.join();
    world.connect(party);
    world.run(60 * SECOND);
    assertThat(party.client.state()).isEqualTo(MessageClientEndpoint.State.CONNECTED);
    assertThat(world.events).hasSize(1);
  }
}
