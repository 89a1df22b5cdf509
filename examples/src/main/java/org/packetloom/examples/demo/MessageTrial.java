// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.packetloom.examples.echo.Figures;
import org.packetloom.examples.echo.Latencies;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.LinkSimulator;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.ReceivedMessage;
import org.packetloom.message.Redundancy;

/**
 * Sends messages from one endpoint to another, over a simulated link that loses a fifth. Time is
 * simulated too: some seconds take some milliseconds, and the figures are the same each time.
 */
final class MessageTrial {
  private static final String NAME = "messages, 20 % loss";
  private static final String NAME_WITH_COPIES = "the same with copies";
  private static final LinkConditions LINK = LinkConditions.parse("loss=20%,delay=25ms");
  private static final int CHANNEL = 1;
  private static final int MESSAGES = 1_000;
  private static final int MESSAGE_BYTES = 100;
  private static final long TICK_NANOS = 1_000_000;
  private static final int TICKS_PER_MESSAGE = 4;
  private static final int MOST_TICKS = 60_000;

  private final MessageEndpoint sender;
  private final MessageEndpoint receiver;
  private final LinkSimulator there = LinkSimulator.of(LINK, 1);
  private final LinkSimulator back = LinkSimulator.of(LINK, 2);
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 11);
  private final Latencies latencies = new Latencies();
  private int sent;
  private int received;
  private long now;

  private MessageTrial(Redundancy redundancy) {
    var channel = ChannelConfig.of(CHANNEL, Delivery.RELIABLE_ORDERED).redundancy(redundancy);
    var config = MessageConfig.builder().channel(channel).build();
    sender = MessageEndpoint.of(config, 0);
    receiver = MessageEndpoint.of(config, 0);
  }

  static List<Row> rows() {
    return List.of(row(NAME, Redundancy.NONE), row(NAME_WITH_COPIES, Redundancy.ADAPTIVE));
  }

  private static Row row(String name, Redundancy redundancy) {
    try {
      return Row.seen(name, new MessageTrial(redundancy).run());
    } catch (IOException | RuntimeException e) {
      return Row.failed(name, String.valueOf(e.getMessage()));
    }
  }

  /** Runs to the last message. */
  String run() throws IOException {
    for (int tick = 0; received < MESSAGES; tick++) {
      if (tick == MOST_TICKS) {
        throw new IOException(received + " of " + MESSAGES + " messages have arrived");
      }
      now = tick * TICK_NANOS;
      if (tick % TICKS_PER_MESSAGE == 0 && sent < MESSAGES) {
        send();
      }
      move(there, receiver);
      receiver.drain(CHANNEL, this::check);
      move(back, sender);
      transmit(sender, there);
      transmit(receiver, back);
    }
    return figures();
  }

  private void send() throws IOException {
    var message = ByteBuffer.allocate(MESSAGE_BYTES).putInt(sent++).putLong(now);
    sender.send(CHANNEL, message.clear());
  }

  private void check(ReceivedMessage message) {
    var payload = message.payload();
    if (message.size() != MESSAGE_BYTES || payload.getInt() != received) {
      throw new IllegalStateException("message " + received + " has not arrived as it was sent");
    }
    received++;
    latencies.add(now - payload.getLong());
  }

  private void move(LinkSimulator link, MessageEndpoint to) {
    while (link.deliver(buffer.clear(), now)) {
      to.receive(buffer.flip(), now);
    }
    to.advance(now);
  }

  private void transmit(MessageEndpoint from, LinkSimulator link) {
    while (from.transmit(buffer.clear(), now)) {
      link.send(buffer.flip(), now);
    }
  }

  private String figures() {
    var link = there.statistics();
    return "%s of %s in order; RTT %s, p50 %s, p99 %s; %s of %s datagrams lost, %s sent (simulated)"
        .formatted(
            Figures.count(received),
            Figures.count(MESSAGES),
            Figures.time(LINK.delay().multipliedBy(2)),
            Figures.time(latencies.percentile(50)),
            Figures.time(latencies.percentile(99)),
            Figures.count(link.lost()),
            Figures.count(link.sent()),
            Figures.bytes(link.sentBytes()));
  }
}
