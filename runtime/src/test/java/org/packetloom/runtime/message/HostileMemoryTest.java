// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.packetloom.runtime.message.Conversation.MILLI;
import static org.packetloom.runtime.message.PacketBuilder.packet;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.RatePolicy;
import org.packetloom.message.ReceiveResult;

/** Whatever arrives, memory stays within what the settings allow. */
class HostileMemoryTest {
  private static final int BUDGET = 1 << 18;
  private static final int MOST = 1 << 17;

  /** What an endpoint holds besides: tables, pooled messages that have been taken. */
  private static final int SLACK = 1 << 17;

  private long number;

  private static Endpoint endpoint(Delivery delivery) {
    var channel =
        ChannelConfig.of(1, delivery)
            .maxMessageSize(MOST)
            .receiveBytes(BUDGET)
            .maxQueuedBytes(MOST);
    return Endpoint.bare(
        MessageConfig.builder()
            .channel(channel)
            .channel(ChannelConfig.of(2, Delivery.UNRELIABLE).maxMessageSize(MOST))
            .reassembly(BUDGET, Duration.ofSeconds(5))
            .rate(RatePolicy.UNLIMITED)
            .build(),
        0,
        0);
  }

  /** Packets that each begin many messages of two bytes, of which nothing more comes. */
  @ParameterizedTest
  @EnumSource
  void floodOfSmallFirstFragments(Delivery delivery) {
    Endpoint endpoint = endpoint(delivery);
    long most = 0;
    long sequence = 0;
    for (int i = 0; i < 1000; i++) {
      var packet = packet(number++);
      for (int k = 0; k < 60; k++, sequence += 2) {
        packet.fragment(1, sequence, 0, 2, 2, (byte) 1);
      }
      endpoint.receive(packet.build(), i);
      if (i % 250 == 0) {
        most = Math.max(most, Footprint.of(endpoint));
      }
    }
    assertThat(Math.max(most, Footprint.of(endpoint))).isLessThan(2 * BUDGET + SLACK);
  }

  /** Each message claims as much as may be, with a byte or none. */
  @ParameterizedTest
  @EnumSource
  void floodOfLargeFirstFragments(Delivery delivery) {
    Endpoint endpoint = endpoint(delivery);
    long most = 0;
    for (int i = 0; i < 200; i++) {
      var packet = packet(number);
      int begun = i % 2 == 0 ? 16 : 400;
      for (int k = 0; k < begun; k++) {
        packet.fragment(1, 1 + number * 16L + k, 1, MOST, MOST, (byte) 1);
      }
      var result = endpoint.receive(packet.build(), i);
      number += result.isAccepted() ? 1 : 0;
      assertThat(result.isAccepted() && begun > 16).isFalse();
      most = Math.max(most, Footprint.of(endpoint));
    }
    assertThat(most).isLessThan(2 * BUDGET + MOST + SLACK);
  }

  /** One channel's rubbish does not keep another's messages from being completed. */
  @Test
  void channelsShareTheBudget() {
    Endpoint endpoint = endpoint(Delivery.UNRELIABLE);
    for (int i = 0; i < 20; i++) {
      endpoint.receive(packet(i).fragment(1, 100 * i, 0, 64, MOST, new byte[MOST / 64]).build(), i);
    }
    byte[] half = new byte[MOST / 2];
    endpoint.receive(packet(20).fragment(2, 0, 0, 2, MOST, half).build(), 20);
    endpoint.receive(packet(21).fragment(2, 1, 1, 2, MOST, half).build(), 21);
    assertThat(endpoint.drain(2, message -> assertThat(message.size()).isEqualTo(MOST))).isOne();
  }

  /** A sender that heeds no limit, and a reader that takes nothing. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32, 1000})
  void slowReaderKeepsNoMoreThanItsBudget(int size) {
    for (Delivery delivery : Delivery.values()) {
      Endpoint endpoint = endpoint(delivery);
      byte[] content = new byte[size];
      number = 0;
      long sequence = 0;
      for (int i = 0; i < 1000; i++) {
        var packet = packet(number);
        for (int k = 0; k < 12; k++) {
          packet.piece(1, sequence + k, content);
        }
        if (endpoint.receive(packet.build(), i) == ReceiveResult.ACCEPTED) {
          number++;
          sequence += 12;
        }
        endpoint.transmitAll(i, _ -> {});
      }
      assertThat(Footprint.of(endpoint)).as("%s", delivery).isLessThan(2 * BUDGET + SLACK);
      assertThat(endpoint.drain(1, _ -> {})).as("%s", delivery).isGreaterThan(100);
    }
  }

  @Test
  void gapsInALosslessChannelAreBounded() {
    Endpoint endpoint = endpoint(Delivery.RELIABLE_ORDERED);
    for (int i = 1; i < 40_000; i++) {
      endpoint.receive(packet(number++).piece(1, 2L * i).build(), i);
    }
    assertThat(Footprint.of(endpoint)).isLessThan(2 * BUDGET + SLACK);
    assertThat(endpoint.poll(1)).isEmpty();
  }

  @Test
  void largestDatagramOfSmallestFrames() {
    Endpoint endpoint = endpoint(Delivery.UNRELIABLE);
    var packet = packet(0);
    for (int i = 0; i < 65_000; i++) {
      packet.ping();
    }
    assertThat(endpoint.receive(packet.build(), 0)).isEqualTo(ReceiveResult.ACCEPTED);
    var pieces = packet(1).piece(1, 0);
    for (int i = 0; i < 32_000; i++) {
      pieces.next(1);
    }
    assertThat(endpoint.receive(pieces.build(), 0)).isEqualTo(ReceiveResult.ACCEPTED);
    assertThat(Footprint.of(endpoint)).isLessThan(2 * BUDGET + (4 << 20));
  }

  /** A peer that acknowledges all but the first message. */
  @Test
  void whatWaitsBehindAnUnacknowledgedMessageIsBounded() throws Exception {
    Endpoint endpoint = endpoint(Delivery.RELIABLE_UNORDERED);
    endpoint.receive(packet(0).window(1, 1L << 40).build(), 0);
    var content = ByteBuffer.allocate(1000);
    long most = 0;
    long received = 0;
    var datagram = ByteBuffer.allocate(1200);
    for (int i = 1; i < 20_000; i++) {
      endpoint.trySend(1, content.clear());
      while (endpoint.transmit(datagram.clear(), i * MILLI)) {
        received++;
      }
      if (received > 1) {
        endpoint.receive(packet(i).ack(received - 1, received - 2).build(), i * MILLI);
      }
      if (i % 1000 == 0) {
        most = Math.max(most, Footprint.of(endpoint));
      }
    }
    assertThat(most).isLessThan(5 * MOST + 4 * SLACK);
  }

  /** What expires before it could be sent leaves nothing behind. */
  @Test
  void expiredMessagesAreForgotten() throws Exception {
    var channel =
        ChannelConfig.of(1, Delivery.UNRELIABLE)
            .lifetime(Duration.ofMillis(10))
            .maxMessageSize(MOST)
            .maxQueuedBytes(MOST);
    var config = MessageConfig.builder().channel(channel).rate(RatePolicy.fixed(1)).build();
    Endpoint endpoint = Endpoint.bare(config, 0, 0);
    endpoint.send(1, ByteBuffer.allocate(1000));
    endpoint.transmitAll(0, _ -> {});
    for (int i = 1; i < 9_000; i++) {
      assertThat(endpoint.trySend(1, ByteBuffer.allocate(1000))).isNotNegative();
      endpoint.transmitAll(i * 1_000_000L, _ -> {});
    }
    assertThat(Footprint.of(endpoint)).isLessThan(2 * MOST + SLACK);
    assertThat(endpoint.drainLost(1, _ -> {})).isGreaterThan(8_900);
  }
}
