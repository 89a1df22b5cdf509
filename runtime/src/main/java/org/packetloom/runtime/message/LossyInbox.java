// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.message.ChannelConfig;
import org.packetloom.message.ReceiveResult;

/**
 * What arrives on a channel that may lose messages: unreliable, or sequenced.
 *
 * <p>Unfinished messages have a budget that all such channels share. Exempt is the newest of a
 * channel whose last message is promised: what was acknowledged of it does not come again. Whole
 * messages that the application does not take make room for newer ones.
 */
final class LossyInbox extends Inbox {
  /** How far below the highest piece duplicates are told from new ones. */
  private static final int SPAN = 4096;

  /** Unfinished messages of a channel that is sequenced; the oldest makes room. */
  private static final int MOST_UNFINISHED = 16;

  private final boolean isSequenced;
  private final ReassemblyBudget budget;

  /** Bits of pieces above highest − SPAN; null if sequenced, where the order tells. */
  private final SequenceBits here;

  private long highest;

  /** The id of the message delivered last, if sequenced; below the first at the beginning. */
  private long delivered;

  private long readyBytes;

  /** The newest unfinished message, if the last message is promised; else null. */
  private Incoming promised;

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
  ReceiveResult checkRoom(long sequence, int index, boolean isNew, int total, int length) {
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
      message = beginSeveral(first, count, total, now);
      if (message == null) {
        messagesDropped++;
        return;
      }
    } else if (message.count != count || message.size != total || message.has(index)) {
      return;
    } else if (message != promised) {
      budget.touch(message, now);
    }
    if (message.add(index, from, at, length)) {
      leave(message);
      whole(message);
    }
  }

  /** Begins a message of several pieces; null if there is no room for it. */
  private Incoming beginSeveral(long first, int count, int total, long now) {
    boolean isPromised =
        isSequenced && config.delivery().isReliable() && (promised == null || first > promised.id);
    if (isPromised && promised != null) {
      Incoming before = promised;
      promised = null;
      boolean hasRoom = budget.makeRoom(before.size);
      budget.add(before, now);
      if (!hasRoom) {
        discard(before);
      }
    }
    if (isSequenced && partial.size() == MOST_UNFINISHED) {
      discard(partial.lowest());
    }
    if (!isPromised && !budget.makeRoom(total)) {
      return null;
    }
    Incoming message = begin(first, count, total);
    message.inbox = this;
    partial.put(message);
    if (isPromised) {
      promised = message;
    } else {
      budget.add(message, now);
    }
    return message;
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

  /** An unfinished message leaves, finished or not. */
  private void leave(Incoming message) {
    partial.remove(message.id);
    message.inbox = null;
    if (message == promised) {
      promised = null;
    } else {
      budget.remove(message);
    }
  }

  void discard(Incoming message) {
    leave(message);
    messagesDropped++;
    message.close();
  }

  private void whole(Incoming message) {
    if (isSequenced) {
      delivered = message.id;
      for (Incoming older = partial.lowest();
          older != null && older.id < message.id;
          older = partial.lowest()) {
        discard(older);
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
    return message.size + Wire.MESSAGE_CHARGE;
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
    budget.expire(now);
  }

  @Override
  long nextExpiry() {
    return budget.nextExpiry();
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
    budget.clear();
    promised = null;
  }
}
