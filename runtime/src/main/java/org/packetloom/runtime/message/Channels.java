// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.message.ChannelConfig;
import org.packetloom.message.MessageConfig;

/** The channels of one endpoint. */
final class Channels {
  /** All, ascending by id; not to be changed. */
  final Channel[] all;

  /** By id; null where there is none. */
  private final Channel[] byId;

  private final IncomingPool pool = new IncomingPool();

  Channels(MessageConfig config, int mostInPiece, long firstSequence) {
    all = new Channel[config.channels().size()];
    byId = new Channel[config.channels().getLast().id() + 1];
    var budget =
        new ReassemblyBudget(config.reassemblyBytes(), config.reassemblyTimeout().toNanos());
    for (int i = 0; i < all.length; i++) {
      ChannelConfig each = config.channels().get(i);
      Inbox inbox =
          each.delivery().isLossless()
              ? new LosslessInbox(each, pool, firstSequence)
              : new LossyInbox(each, pool, budget, firstSequence);
      all[i] = new Channel(each, i, new SendQueue(each, mostInPiece, firstSequence), inbox);
      byId[each.id()] = all[i];
    }
  }

  /** The channel of an id, or null. */
  Channel find(int id) {
    return id < 0 || id >= byId.length ? null : byId[id];
  }

  /** The channel of an id. */
  Channel get(int id) {
    Channel channel = find(id);
    if (channel == null) {
      throw new IllegalArgumentException("no channel " + id);
    }
    return channel;
  }

  long unsentBytes() {
    long bytes = 0;
    for (Channel each : all) {
      bytes += each.sending.unsentBytes();
    }
    return bytes;
  }

  boolean isFlushed() {
    for (Channel each : all) {
      if (!each.sending.isFlushed()) {
        return false;
      }
    }
    return true;
  }

  /** Drops what has expired, and lets be sent again what is due. */
  void advance(long now) {
    for (Channel each : all) {
      each.sending.advance(now);
      each.receiving.expire(now);
    }
  }

  /** When {@link #advance} has something to do. */
  long nextDeadline() {
    long deadline = Long.MAX_VALUE;
    for (Channel each : all) {
      deadline = Math.min(deadline, each.sending.nextDeadline());
      deadline = Math.min(deadline, each.receiving.nextExpiry());
    }
    return deadline;
  }

  /** The limits that were told may not have arrived. */
  void tellAgain() {
    for (Channel each : all) {
      each.receiving.tellAgain();
    }
  }

  /** Drops all but what the application may still take. */
  void clear() {
    for (Channel each : all) {
      each.sending.clear();
      each.receiving.clear();
    }
  }

  /** Gives up memory while nothing is under way. */
  void trim() {
    pool.trim();
    for (Channel each : all) {
      each.sending.trim();
    }
  }
}
