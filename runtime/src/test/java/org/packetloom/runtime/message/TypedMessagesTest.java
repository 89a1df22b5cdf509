// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.message.Codec;
import org.packetloom.message.Delivery;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.LinkSimulator;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.RatePolicy;
import org.packetloom.message.TypedChannel;

/** Values of records, sent from one endpoint to another. */
class TypedMessagesTest {
  private static final int CHANNEL = 1;
  private static final MessageConfig CONFIG =
      MessageConfig.builder()
          .channel(CHANNEL, Delivery.RELIABLE_ORDERED)
          .rate(RatePolicy.UNLIMITED)
          .build();

  private final MessageEndpoint sender = MessageEndpoint.of(CONFIG, 0);
  private final MessageEndpoint receiver = MessageEndpoint.of(CONFIG, 0);
  private final ByteBuffer datagram = ByteBuffer.allocate(1 << 11);

  record Position(int player, long tick, double x, double y) {}

  record Order(String what, List<Position> where) {}

  private final TypedChannel<Position> toSend =
      TypedChannel.of(sender, CHANNEL, Codec.of(Position.class));
  private final TypedChannel<Position> toTake =
      TypedChannel.of(receiver, CHANNEL, Codec.of(Position.class));
  private long taken;

  @Test
  void valuesArriveInOrderOverALossyLink() throws Exception {
    var codec = Codec.of(Order.class);
    var orders = TypedChannel.of(sender, CHANNEL, codec);
    var arriving = TypedChannel.of(receiver, CHANNEL, codec);
    var there = LinkSimulator.of(LinkConditions.parse("loss=20%,delay=10ms"), 1);
    var back = LinkSimulator.of(LinkConditions.parse("loss=20%,delay=10ms"), 2);
    var sent = new ArrayList<Order>();
    var arrived = new ArrayList<Order>();
    for (long now = 0; arrived.size() < 200 && now < 60_000_000_000L; now += 1_000_000) {
      if (sent.size() < 200) {
        var order = new Order("go " + sent.size(), List.of(new Position(1, now, 0.5, -0.5)));
        sent.add(order);
        orders.send(order);
      }
      move(sender, there, receiver, now);
      move(receiver, back, sender, now);
      arriving.drain(arrived::add);
    }

    assertThat(arrived).isEqualTo(sent);
  }

  private void move(MessageEndpoint from, LinkSimulator link, MessageEndpoint to, long now) {
    while (from.transmit(datagram.clear(), now)) {
      link.send(datagram.flip(), now);
    }
    while (link.deliver(datagram.clear(), now)) {
      to.receive(datagram.flip(), now);
    }
    to.advance(now);
  }

  private void round(long now) throws Exception {
    for (int i = 0; i < 20; i++) {
      toSend.send(new Position(i, now, i, -i));
    }
    move(sender, receiver, now);
    toTake.drain(position -> taken += position.player());
    move(receiver, sender, now);
    sender.drainAcked(CHANNEL, _ -> {});
  }

  private void move(MessageEndpoint from, MessageEndpoint to, long now) {
    while (from.transmit(datagram.clear(), now)) {
      to.receive(datagram.flip(), now);
    }
  }

  /**
   * A value takes 40 bytes, and there are two of it: that which is sent and that which arrives.
   * What a round of twenty takes itself is 16 for the consumer, and whatever it is, less than for a
   * value.
   */
  @Test
  void nothingIsAllocatedButTheValues() throws Exception {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long perValue = Long.MAX_VALUE;
    long now = 0;
    for (int round = 0; round < 100; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 50; i++) {
        round(now += 1_000_000);
      }
      perValue = Math.min(perValue, (threads.getCurrentThreadAllocatedBytes() - before) / 1000);
    }
    assertThat(taken).isEqualTo(100 * 50 * 190);
    assertThat(perValue).isLessThan(2 * 40 + 3);
  }
}
