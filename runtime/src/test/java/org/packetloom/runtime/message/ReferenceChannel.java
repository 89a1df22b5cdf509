// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.ReceivedMessage;

/**
 * What one direction of a channel must do, by the simplest means: it remembers every message, and
 * checks whatever the endpoints say about each.
 */
final class ReferenceChannel {
  /** Messages are parts of it. */
  private static final byte[] PATTERN = new byte[1 << 19];

  static {
    new SplittableRandom(1).nextBytes(PATTERN);
  }

  final ChannelConfig config;

  private final MessageEndpoint from;
  private final MessageEndpoint to;
  private final long salt;
  private final List<Long> ids = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private final Map<Long, Integer> ordinals = new HashMap<>();
  private final Set<Long> delivered = new HashSet<>();
  private final Set<Long> acked = new HashSet<>();
  private final Set<Long> lost = new HashSet<>();
  private long lastDelivered = Long.MIN_VALUE;
  private long sentBytes;

  ReferenceChannel(ChannelConfig config, MessageEndpoint from, MessageEndpoint to, long salt) {
    this.config = config;
    this.from = from;
    this.to = to;
    this.salt = salt;
  }

  int sent() {
    return ids.size();
  }

  int delivered() {
    return delivered.size();
  }

  int acked() {
    return acked.size();
  }

  int lost() {
    return lost.size();
  }

  long sentBytes() {
    return sentBytes;
  }

  /** Sends a message of a size if there is room. */
  boolean trySend(int size) throws Exception {
    boolean hasRoom = from.canSend(config.id(), size);
    ByteBuffer payload = content(ids.size(), size);
    long id = from.trySend(config.id(), payload);
    assertThat(id >= 0).as("canSend tells what trySend does").isEqualTo(hasRoom);
    if (id < 0) {
      assertThat(payload.remaining()).isEqualTo(size);
      return false;
    }
    assertThat(payload.hasRemaining()).isFalse();
    if (!ids.isEmpty()) {
      assertThat(id).as("ids grow").isGreaterThan(ids.getLast());
    }
    ordinals.put(id, ids.size());
    ids.add(id);
    sizes.add(size);
    sentBytes += size;
    return true;
  }

  private ByteBuffer content(int ordinal, int size) {
    long mixed = (salt * 31 + ordinal) * 0x9E3779B97F4A7C15L;
    return ByteBuffer.wrap(PATTERN, (int) (mixed >>> 46), size);
  }

  /** Takes what has arrived. */
  void drain() {
    to.drain(config.id(), this::check);
  }

  private void check(ReceivedMessage message) {
    Integer ordinal = ordinals.get(message.id());
    assertThat(ordinal).as("%s was sent: %s", message, this).isNotNull();
    assertThat(delivered.add(message.id())).as("%s comes once: %s", message, this).isTrue();
    assertThat(message.channel()).isEqualTo(config.id());
    assertThat(message.size()).as("size of %s: %s", message, this).isEqualTo(sizes.get(ordinal));
    var payload = message.payload();
    assertThat(payload.isReadOnly()).isTrue();
    assertThat(payload.remaining()).isEqualTo(message.size());
    if (payload.mismatch(content(ordinal, message.size())) >= 0) {
      throw new AssertionError("content of " + message + ": " + this);
    }
    if (config.delivery() == Delivery.RELIABLE_ORDERED) {
      assertThat(ordinal).as("order: %s", this).isEqualTo(delivered.size() - 1);
    }
    if (config.delivery().isSequenced()) {
      assertThat(message.id()).as("never backwards: %s", this).isGreaterThan(lastDelivered);
    }
    lastDelivered = message.id();
  }

  /** Takes the reports of what became of messages. */
  void drainReports() {
    from.drainAcked(
        config.id(),
        id -> {
          assertThat(ordinals).as("acked: %s", this).containsKey(id);
          assertThat(acked.add(id)).as("acked once: %d, %s", id, this).isTrue();
        });
    from.drainLost(
        config.id(),
        id -> {
          assertThat(config.delivery().isLossless()).as("nothing is lost: %s", this).isFalse();
          assertThat(ordinals).as("lost: %s", this).containsKey(id);
          assertThat(lost.add(id)).as("lost once: %d, %s", id, this).isTrue();
        });
  }

  /** Whether the fate of every message is known, and all that must have arrived has. */
  boolean isSettled() {
    if (config.delivery().isLossless() && delivered.size() < ids.size()) {
      return false;
    }
    return acked.size() + lost.size() >= ids.size() && hasLast();
  }

  private boolean hasLast() {
    return config.delivery() != Delivery.RELIABLE_SEQUENCED
        || !config.lifetime().isZero()
        || ids.isEmpty()
        || delivered.contains(ids.getLast());
  }

  /** Checks what must hold once {@link #isSettled}. */
  void checkSettled() {
    assertThat(isSettled()).as("settled: %s", this).isTrue();
    assertThat(acked.size() + lost.size()).as("one fate each: %s", this).isEqualTo(ids.size());
    assertThat(from.queuedBytes(config.id())).as("nothing queued: %s", this).isZero();
    if (config.delivery().isLossless()) {
      assertThat(acked).as("all acknowledged: %s", this).hasSameSizeAs(ids);
    }
  }

  /** Checks that whatever was acknowledged has arrived, as long as the receiver dropped nothing. */
  void checkAckedHaveArrived(int mostInPiece) {
    for (long id : acked) {
      boolean hasArrived =
          delivered.contains(id)
              || config.delivery().isSequenced() && lastDelivered >= id
              || !config.delivery().isLossless() && sizes.get(ordinals.get(id)) > mostInPiece;
      assertThat(hasArrived).as("acknowledged %d has arrived: %s", id, this).isTrue();
    }
  }

  @Override
  public String toString() {
    return "%s: sent %d, delivered %d, acked %d, lost %d, queued %d"
        .formatted(
            config,
            ids.size(),
            delivered.size(),
            acked.size(),
            lost.size(),
            from.queuedBytes(config.id()));
  }
}
