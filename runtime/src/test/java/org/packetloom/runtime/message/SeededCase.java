// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.RatePolicy;
import org.packetloom.message.Redundancy;

/** Settings and links at random, by a seed. */
final class SeededCase {
  /** First packet and sequence numbers: near each place where some number wraps. */
  private static final long[] FIRST_NUMBERS = {
    0, 0, 0, (1L << 15) - 40, (1L << 16) - 40, (1L << 31) - 40, (1L << 32) - 40, 1L << 40
  };

  private static final long[] STARTS = {
    0, 5_000_000_000L, -1_500_000_000L, 1L << 60, -(1L << 60), 123_456_789_123_456L
  };

  private static final int[] MESSAGE_SIZES = {0, 1, 100, 100, 600, 2_000, 20_000, 150_000};

  private final SplittableRandom random;
  final long firstNumber;
  final long start;
  final MessageConfig left;
  final MessageConfig right;

  SeededCase(SplittableRandom random) {
    this.random = random;
    firstNumber = FIRST_NUMBERS[random.nextInt(FIRST_NUMBERS.length)];
    start = STARTS[random.nextInt(STARTS.length)];
    Set<Integer> ids = new TreeSet<>();
    int count = random.nextInt(1, 6);
    while (ids.size() < count) {
      ids.add(random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(17));
    }
    var builder = MessageConfig.builder().protocolId(random.nextLong());
    var other = MessageConfig.builder();
    for (int id : ids) {
      Delivery delivery = Delivery.values()[random.nextInt(Delivery.values().length)];
      int maxMessageSize = MESSAGE_SIZES[random.nextInt(MESSAGE_SIZES.length)];
      builder.channel(channel(id, delivery, maxMessageSize));
      other.channel(channel(id, delivery, maxMessageSize));
    }
    left = side(builder).build();
    right = side(other.protocolId(left.protocolId())).build();
  }

  private MessageConfig.Builder side(MessageConfig.Builder builder) {
    return builder
        .maxDatagramSize(oneOf(576, 1200, 1200, 1452, random.nextInt(576, 9000)))
        .rate(rate())
        .keepalive(millis(random.nextInt(200, 5000)))
        .idleTimeout(Duration.ofSeconds(600))
        .ackDelay(millis(oneOf(0, 0, random.nextInt(30))))
        .reassembly(random.nextInt(150_000, 1 << 20), millis(random.nextInt(1000, 5000)));
  }

  private RatePolicy rate() {
    return switch (random.nextInt(4)) {
      case 0 -> RatePolicy.fixed(random.nextLong(50_000, 5_000_000));
      case 1 -> RatePolicy.ADAPTIVE;
      case 2 -> RatePolicy.adaptive(20_000, random.nextLong(100_000, 10_000_000));
      default -> RatePolicy.UNLIMITED;
    };
  }

  private ChannelConfig channel(int id, Delivery delivery, int maxMessageSize) {
    var channel =
        ChannelConfig.of(id, delivery)
            .priority(random.nextInt(3))
            .weight(random.nextInt(1, 10))
            .maxMessageSize(maxMessageSize)
            .maxQueuedBytes(Math.max(maxMessageSize, random.nextInt(10_000, 500_000)))
            .receiveBytes(Math.max(150_000, random.nextInt(1 << 19)))
            .resendAfter(millis(oneOf(0, 0, 0, random.nextInt(10, 300))))
            .redundancy(redundancy());
    return delivery.isLossless()
        ? channel
        : channel.lifetime(millis(oneOf(0, 0, random.nextInt(20, 500))));
  }

  private Redundancy redundancy() {
    return switch (random.nextInt(6)) {
      case 0 -> Redundancy.copies(random.nextInt(1, 4));
      case 1 -> Redundancy.EAGER;
      case 2 -> Redundancy.ADAPTIVE;
      default -> Redundancy.NONE;
    };
  }

  /** What a link is like for a while: anything, and nothing passes for one in eight. */
  LinkConditions link() {
    var builder =
        LinkConditions.builder()
            .delay(millis(random.nextInt(120)))
            .keepOrder(random.nextBoolean())
            .loss(oneOf(0, 1, 5, 20, 40) / 100.0)
            .lossBurst(oneOf(1, 1, 3))
            .duplication(oneOf(0, 0, 10) / 100.0)
            .corruption(oneOf(0, 0, 5) / 100.0)
            .reordering(oneOf(0, 0, 10) / 100.0)
            .reorderDelay(millis(random.nextInt(100)));
    builder.jitter(millis(random.nextInt(30)));
    if (random.nextInt(3) == 0) {
      builder.rate(random.nextLong(50_000, 2_000_000)).queue(random.nextLong(5_000, 200_000));
    }
    if (random.nextInt(8) == 0) {
      builder.loss(1);
    }
    return builder.build();
  }

  int messageSize(ChannelConfig channel) {
    int most = channel.maxMessageSize();
    return switch (random.nextInt(8)) {
      case 0 -> most;
      case 1 -> 0;
      case 2 -> random.nextInt(most + 1);
      default -> random.nextInt(Math.min(most, 300) + 1);
    };
  }

  private int oneOf(int... values) {
    return values[random.nextInt(values.length)];
  }

  private static Duration millis(int count) {
    return Duration.ofMillis(count);
  }
}
