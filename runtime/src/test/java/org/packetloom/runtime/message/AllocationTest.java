// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.message.Delivery;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.RatePolicy;
import org.packetloom.message.ReceivedMessage;
import org.packetloom.message.SharedPayload;

/** Once an endpoint has warmed up, messages allocate nothing. */
class AllocationTest {
  private static final int BATCH = 100;
  private static final int ROUNDS = 1_000;

  /** Bytes that the measuring itself may take, and the virtual machine beside it. */
  private static final long SLACK = 16 << 10;

  private final ByteBuffer payload = ByteBuffer.allocate(32);
  private final ByteBuffer datagram = ByteBuffer.allocate(1200);
  private final Consumer<ReceivedMessage> taker = this::take;
  private long now;
  private long received;
  private long told;

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  private void take(ReceivedMessage message) {
    received += message.size() == 32 ? 1 : 0;
  }

  /** A tick of a game: messages one way, acknowledgements the other. */
  private void round(Endpoint from, Endpoint to) throws Exception {
    now += 5_000_000;
    for (int i = 0; i < BATCH; i++) {
      from.send(1, payload.clear());
    }
    pass(from, to);
    to.drain(1, taker);
    now += 5_000_000;
    pass(to, from);
    told += from.drainAcked(1, _ -> {});
    told += from.drainLost(1, _ -> {});
  }

  private void pass(Endpoint from, Endpoint to) {
    while (from.transmit(datagram.clear(), now)) {
      to.receive(datagram.flip(), now);
    }
  }

  private static MessageConfig config(Delivery delivery) {
    return Soak.config(delivery).rate(RatePolicy.UNLIMITED).build();
  }

  @ParameterizedTest
  @EnumSource
  void steadyStateAllocatesNothing(Delivery delivery) throws Exception {
    var left = Endpoint.bare(config(delivery), 0, 0);
    var right = Endpoint.bare(config(delivery), 0, 0);
    for (int i = 0; i < 200; i++) {
      round(left, right);
    }
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 5 && least > SLACK; attempt++) {
      long before = allocated();
      for (int i = 0; i < ROUNDS; i++) {
        round(left, right);
      }
      least = Math.min(least, allocated() - before);
    }
    assertThat(least).as("bytes for %d messages", ROUNDS * BATCH).isLessThan(SLACK);
    if (delivery != Delivery.RELIABLE_SEQUENCED) {
      assertThat(received).isEqualTo(told);
    }
  }

  @Test
  void lossAndFragmentsAllocateNothing() throws Exception {
    var config = config(Delivery.RELIABLE_ORDERED);
    var left = Endpoint.bare(config, 0, 0);
    var right = Endpoint.bare(config, 0, 0);
    var large = ByteBuffer.allocate(20_000);
    long[] datagrams = {0};
    Runnable once =
        () -> {
          now += 5_000_000;
          received = 0;
          try {
            left.trySend(1, large.clear());
          } catch (java.io.IOException e) {
            throw new AssertionError(e);
          }
          while (left.transmit(datagram.clear(), now)) {
            if (datagrams[0]++ % 10 != 0) {
              right.receive(datagram.flip(), now);
            }
          }
          right.drain(1, taker);
          now += 5_000_000;
          pass(right, left);
          left.drainAcked(1, _ -> {});
        };
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 6 && least > SLACK; attempt++) {
      long before = allocated();
      for (int i = 0; i < ROUNDS; i++) {
        once.run();
      }
      least = Math.min(least, allocated() - before);
    }
    assertThat(least).isLessThan(SLACK);
  }

  @Test
  void onePayloadForManyIsNotCopied() throws Exception {
    var shared = SharedPayload.of(ByteBuffer.allocate(100_000));
    var endpoint = Endpoint.bare(config(Delivery.RELIABLE_ORDERED), 0, 0);
    long before = Footprint.of(endpoint);
    endpoint.send(1, shared);
    // pieces, not bytes
    assertThat(Footprint.of(endpoint) - before).isLessThan(100_000 + 20_000);
    var copied = Endpoint.bare(config(Delivery.RELIABLE_ORDERED), 0, 0);
    copied.send(1, shared.asBuffer());
    assertThat(Footprint.of(copied)).isGreaterThan(120_000);
  }

  /** What was taken for messages that are dropped, expire or are refused comes back. */
  @Test
  void buffersOfDroppedMessagesComeBack() throws Exception {
    var receiver = Endpoint.bare(config(Delivery.UNRELIABLE), 0, 0);
    byte[] content = new byte[1000];
    long number = 0;
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 4; attempt++) {
      long before = Footprint.of(receiver);
      for (int i = 0; i < 300; i++) {
        now += 100_000_000;
        receiver.receive(
            PacketBuilder.packet(number).fragment(1, 3 * number, 0, 2, 2000, content).build(), now);
        number++;
        receiver.advance(now);
        receiver.transmitAll(now, _ -> {});
      }
      least = Math.min(least, Math.abs(Footprint.of(receiver) - before));
    }
    assertThat(least).isLessThan(1000);
  }
}
