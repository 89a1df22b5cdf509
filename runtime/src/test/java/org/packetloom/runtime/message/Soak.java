// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.ConnectionStats;
import org.packetloom.message.Delivery;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.ReceivedMessage;

/**
 * Many messages of random sizes one way over a simulated link, by the ticks of a game, until each
 * is accounted for: delivered once, with its id, size and bytes, and acknowledged; or told lost.
 */
final class Soak {
  private static final int CHANNEL = 1;
  private static final long MOST_TO_SETTLE = 600 * Conversation.SECOND;

  private final Conversation talk;
  private final SplittableRandom random;
  private final Delivery delivery;
  private final long[] ids;
  private final int[] sizes;
  private final BitSet delivered = new BitSet();
  private final BitSet acked = new BitSet();
  private final BitSet lost = new BitSet();
  private final ByteBuffer payload;
  private final byte[] pattern;
  private int sent;
  private int deliveredLast = -1;

  /** Most messages of a tick, and its length. */
  int perTick = 60;

  long tick = 20 * Conversation.MILLI;

  Soak(MessageConfig config, LinkConditions link, int count, int mostBytes, long first, long seed) {
    talk =
        new Conversation(
            Endpoint.bare(config, 0, first), Endpoint.bare(config, 0, first), link, seed, 0);
    delivery = config.channel(CHANNEL).orElseThrow().delivery();
    random = new SplittableRandom(seed);
    ids = new long[count];
    sizes = new int[count];
    payload = ByteBuffer.allocate(mostBytes);
    pattern = new byte[mostBytes + 256];
    random.nextBytes(pattern);
  }

  static MessageConfig.Builder config(Delivery delivery) {
    return MessageConfig.builder().channel(ChannelConfig.of(CHANNEL, delivery));
  }

  /** Plays it. */
  Soak run() throws Exception {
    long end = Long.MAX_VALUE;
    while (!isSettled()) {
      talk.now += tick;
      for (int some = random.nextInt(perTick + 1); some > 0 && sent < ids.length; some--) {
        send();
      }
      end = sent < ids.length ? talk.now + MOST_TO_SETTLE : end;
      assertThat(talk.now).as("%s", this).isLessThan(end);
      talk.step();
      talk.right.drain(CHANNEL, this::received);
      talk.left.drainAcked(CHANNEL, id -> note(acked, id));
      talk.left.drainLost(CHANNEL, id -> note(lost, id));
    }
    check();
    return this;
  }

  private void send() throws Exception {
    int size = 1 + random.nextInt(payload.capacity());
    if (talk.left.canSend(CHANNEL, size)) {
      payload.clear().put(0, pattern, sent & 0xFF, size).limit(size);
      ids[sent] = talk.left.send(CHANNEL, payload);
      sizes[sent++] = size;
    }
  }

  private void received(ReceivedMessage message) {
    int ordinal = note(delivered, message.id());
    int size = sizes[ordinal];
    var expected = ByteBuffer.wrap(pattern, ordinal & 0xFF, size);
    if (message.size() != size || message.payload().mismatch(expected) >= 0) {
      throw new AssertionError(message + " is not what was sent: " + this);
    }
    if (delivery.isOrdered() && ordinal != deliveredLast + 1
        || delivery.isSequenced() && ordinal <= deliveredLast) {
      throw new AssertionError(ordinal + " after " + deliveredLast + ": " + this);
    }
    deliveredLast = ordinal;
  }

  private int note(BitSet set, long id) {
    int ordinal = Arrays.binarySearch(ids, 0, sent, id);
    if (ordinal < 0 || set.get(ordinal)) {
      throw new AssertionError("message " + id + ", number " + ordinal + ": " + this);
    }
    set.set(ordinal);
    return ordinal;
  }

  private boolean isSettled() {
    return sent == ids.length
        && acked.cardinality() + lost.cardinality() == sent
        && talk.left.isFlushed();
  }

  private void check() {
    assertThat(delivered.cardinality()).as("%s", this).isPositive();
    assertThat(talk.left.queuedBytes(CHANNEL)).isZero();
    assertThat(acked.intersects(lost)).isFalse();
    if (delivery.isLossless()) {
      assertThat(delivered.cardinality()).as("%s", this).isEqualTo(sent);
      assertThat(lost.isEmpty()).isTrue();
    }
    if (delivery == Delivery.RELIABLE_SEQUENCED) {
      assertThat(deliveredLast).isEqualTo(sent - 1);
    }
    assertThat(stats().messagesAcked()).isEqualTo(acked.cardinality());
    assertThat(stats().messagesLost()).isEqualTo(lost.cardinality());
  }

  ConnectionStats stats() {
    return talk.left.stats(talk.now);
  }

  Conversation talk() {
    return talk;
  }

  int delivered() {
    return delivered.cardinality();
  }

  int acked() {
    return acked.cardinality();
  }

  @Override
  public String toString() {
    return "%s: %d sent, %d delivered, %d acked, %d lost at %.3f s; %s"
        .formatted(
            delivery,
            sent,
            delivered.cardinality(),
            acked.cardinality(),
            lost.cardinality(),
            talk.now / 1e9,
            stats());
  }
}
