// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.RatePolicy;
import org.packetloom.message.ReceiveResult;

/**
 * Any frames in packets with a valid checksum never make an endpoint fail, nor keep more than it
 * may; a packet that is rejected changes nothing that is acknowledged. The bytes are a script: the
 * first of each step says what is done, and with how many of the bytes behind it.
 */
public final class MessageFuzz {
  private static final int MOST = 20_000;
  private static final int BUDGET = 1 << 16;
  private static final MessageConfig CONFIG = config();

  private MessageFuzz() {}

  private static MessageConfig config() {
    var builder =
        MessageConfig.builder()
            .reassembly(BUDGET, Duration.ofMillis(500))
            .rate(RatePolicy.UNLIMITED);
    for (Delivery each : Delivery.values()) {
      builder.channel(
          ChannelConfig.of(each.ordinal(), each)
              .maxMessageSize(MOST)
              .receiveBytes(BUDGET)
              .maxQueuedBytes(MOST));
    }
    return builder.build();
  }

  /** Where to start from: each kind of frame, and what follows when it is answered. */
  public static List<byte[]> seeds() {
    byte[] two = new byte[2];
    return List.of(
        new byte[0],
        step(0, PacketBuilder.packet(0).ping().raw(0).frames()),
        step(0, PacketBuilder.packet(0).piece(0, 0, two).next(0, two).last(1, 0, two).frames()),
        step(0, PacketBuilder.packet(0).fragment(1, 0, 0, 3, 6, two).frames()),
        step(0, PacketBuilder.packet(0).fragment(4, 1, 1, 3, 6, two).window(2, 1 << 20).frames()),
        join(step(1, new byte[3]), step(0, PacketBuilder.packet(0).ack(0, 0).frames())),
        join(step(1, new byte[9]), step(2, new byte[0]), step(3, new byte[1])),
        step(0, PacketBuilder.packet(0).raw(4).fixed(5, 8).raw(7).fixed(6, 8).frames()),
        step(0, PacketBuilder.packet(0).raw(5).raw(new byte[20]).close(6, 1).frames()));
  }

  private static byte[] step(int kind, byte[] bytes) {
    return ByteBuffer.allocate(2 + bytes.length)
        .put((byte) kind)
        .put((byte) bytes.length)
        .put(bytes)
        .array();
  }

  private static byte[] join(byte[]... parts) {
    var all = new java.io.ByteArrayOutputStream();
    for (byte[] each : parts) {
      all.writeBytes(each);
    }
    return all.toByteArray();
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    var endpoint = Endpoint.bare(CONFIG, 0, 0);
    var input = ByteBuffer.wrap(bytes);
    long number = 0;
    long now = 0;
    while (input.remaining() >= 2) {
      int kind = input.get() & 3;
      var part = new byte[Math.min(input.get() & 0xFF, input.remaining())];
      input.get(part);
      switch (kind) {
        case 0 -> number += receive(endpoint, number, part, now) ? 1 : 0;
        case 1 -> send(endpoint, part);
        case 2 -> endpoint.receive(ByteBuffer.wrap(part), now);
        default -> {
          now += part.length * 10_000_000L;
          drain(endpoint, part.length % 6);
        }
      }
      endpoint.transmitAll(now, _ -> {});
      ensure(endpoint.nextDeadline() > now || endpoint.ended().isPresent(), "nothing to do");
    }
    long most = 7L * 2 * BUDGET + 5 * MOST + (1 << 16);
    ensure(Footprint.of(endpoint) < most, "memory");
  }

  private static boolean receive(Endpoint endpoint, long number, byte[] frames, long now) {
    long before = endpoint.receivedPackets().highest();
    ReceiveResult result = endpoint.receive(PacketBuilder.packet(number).raw(frames).build(), now);
    ensure(
        result.isAccepted() == endpoint.receivedPackets().highest() > before,
        "acknowledged if taken");
    ensure(result != ReceiveResult.UNAUTHENTICATED, "genuine");
    return result.isAccepted();
  }

  private static void send(Endpoint endpoint, byte[] part) {
    try {
      endpoint.trySend(part.length % 5, ByteBuffer.wrap(part));
    } catch (org.packetloom.MessageTooLargeException e) {
      throw new AssertionError(e);
    }
  }

  private static void drain(Endpoint endpoint, int channel) {
    if (channel < 5) {
      endpoint.drain(channel, message -> ensure(message.size() <= MOST, "size"));
      endpoint.drainAcked(channel, _ -> {});
      endpoint.drainLost(channel, _ -> {});
    }
  }

  private static void ensure(boolean isRight, String what) {
    if (!isRight) {
      throw new AssertionError(what);
    }
  }
}
