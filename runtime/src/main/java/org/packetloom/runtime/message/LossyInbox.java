// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.message.ChannelConfig;
import org.packetloom.message.ReceiveResult;

/**
 * What arrives on a channel that may lose messages: unreliable, or sequenced.
 *
 * <p>Unfinished messages have a budget that all such channels share: the one that was touched
 * longest ago makes room. Whole messages that the application does not take make room for newer
 * ones.
 */
final class LossyInbox extends Inbox {
  /** How far below the highest piece duplicates are told from new ones. */
  private static final int SPAN = 4096;

  private final boolean isSequenced;
  private final ReassemblyBudget budget;

  /** Bits of pieces above highest − SPAN; null if sequenced, where the order tells. */
  private final SequenceBits here;

  private long highest;

  /** The id of the message delivered last, if sequenced; below the first at the beginning. */
  private long delivered;

  private long readyBytes;

  /** Not after the time at which the oldest unfinished message expires. */
  private long nextExpiry = Long.MAX_VALUE;

  LossyInbox(ChannelConfig config, IncomingPool pool, ReassemblyBudget budget, long firstSequence) {
    super(config, pool);
    isSequenced = config.delivery().isSequenced();
    this.budget = budget;
    here = isSequenced ? null : new SequenceBits();
    highest = firstSequence - 1;
    delivered = firstSequence - 1;
  }

  @Override
  long near() {
    return Math.max(0, highest);
  }

  @Override
  void beginCheck() {}

  @Override
  ReceiveResult checkRoom(long sequence, long first, int count, int total, int length) {
    return ReceiveResult.ACCEPTED;
  }

  @Override
  void take(
      long sequence, int index, int count, int total, byte[] from, int at, int length, long now) {
    long first = sequence - index;
    if (!isNew(sequence, first)) {
      return;
    }
    highest = Math.max(highest, sequence);
    if (count == 1) {
      Incoming message = begin(first, 1, total);
      message.add(0, from, at, length);
      whole(message);
      return;
    }
    Incoming message = partial.get(first);
    if (message == null) {
      if (!makeRoom(total)) {
        messagesDropped++;
        return;
      }
      message = begin(first, count, total);
      budget.used += total;
      message.touched = now;
      partial.put(message);
      nextExpiry = Math.min(nextExpiry, now + budget.timeoutNanos);
    } else if (message.count != count || message.size != total || message.has(index)) {
      return;
    }
    message.touched = now;
    if (message.add(index, from, at, length)) {
      partial.remove(first);
      budget.used -= total;
      whole(message);
    }
  }

  private boolean isNew(long sequence, long first) {
    if (isSequenced) {
      if (first <= delivered) {
        messagesDropped += sequence == first && first < delivered ? 1 : 0;
        return false;
      }
      return true;
    }
    if (sequence <= highest - SPAN) {
      messagesDropped++;
      return false;
    }
    if (sequence > highest) {
      long from = Math.max(highest + 1, sequence - SPAN + 1);
      here.ensureSpan(Math.max(0, highest - SPAN + 1), Math.min(sequence, highest + SPAN));
      for (long number = from; number <= sequence; number++) {
        here.clear(number);
      }
    } else if (here.isSet(sequence)) {
      return false;
    }
    here.set(sequence);
    return true;
  }

  private boolean makeRoom(int total) {
    if (total > budget.mostBytes) {
      return false;
    }
    while (budget.used + total > budget.mostBytes) {
      Incoming oldest = partial.oldest();
      if (oldest == null) {
        return false;
      }
      discard(oldest);
    }
    return true;
  }

  private void discard(Incoming message) {
    partial.remove(message.id);
    budget.used -= message.size;
    messagesDropped++;
    message.close();
  }

  private void whole(Incoming message) {
    if (isSequenced) {
      delivered = message.id;
      Incoming older = partial.below(message.id);
      while (older != null) {
        discard(older);
        older = partial.below(message.id);
      }
    }
    while (!ready.isEmpty() && readyBytes + charge(message) > config.receiveBytes()) {
      messagesDropped++;
      poll().close();
    }
    readyBytes += charge(message);
    deliver(message);
  }

  private static int charge(Incoming message) {
    return message.size + Wire.PIECE_CHARGE;
  }

  @Override
  Incoming poll() {
    Incoming message = super.poll();
    if (message != null) {
      readyBytes -= charge(message);
    }
    return message;
  }

  @Override
  void expire(long now) {
    if (now < nextExpiry) {
      return;
    }
    Incoming oldest = partial.oldest();
    while (oldest != null && now - oldest.touched >= budget.timeoutNanos) {
      discard(oldest);
      oldest = partial.oldest();
    }
    nextExpiry = oldest == null ? Long.MAX_VALUE : oldest.touched + budget.timeoutNanos;
  }

  @Override
  long nextExpiry() {
    return nextExpiry;
  }

  @Override
  boolean wantsToTell() {
    return false;
  }

  @Override
  long limitToTell() {
    return -1;
  }

  @Override
  void tellAgain() {}

  @Override
  void clear() {
    super.clear();
    budget.used = 0;
  }
}
