// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.ReceiveResult;

/**
 * What arrives on a channel that promises every message, in order or not.
 *
 * <p>All pieces before {@code base} are here; a bit tells of each behind it. The sender has credit:
 * it may send no more than what the application has taken and {@link #window} bytes, so what is
 * taken in can always be kept. What fragments claim of their messages' sizes is bounded too.
 */
final class LosslessInbox extends Inbox {
  private final boolean isOrdered;
  private final long window;
  private final SequenceBits here = new SequenceBits();

  /** Whole messages that wait for earlier ones. */
  private final LongTable held = new LongTable();

  /** The first piece that is not here. */
  private long base;

  /** The highest piece that is here, or base − 1. */
  private long highest;

  /** The first piece of the next message to deliver, if they are ordered. */
  private long nextToDeliver;

  /** Credit used by all pieces that came, and by those of the packet that is checked. */
  private long charged;

  private long checked;

  /** What the messages claim that begin in the packet that is checked. */
  private long checkedClaims;

  /** Credit given back: that of messages which the application has taken. */
  private long polled;

  /** The limit that the other side was told. */
  private long told = Wire.FIRST_CREDIT;

  private boolean isUntold;

  /** Bytes that unfinished messages claim. */
  private long claimed;

  LosslessInbox(ChannelConfig config, IncomingPool pool, long firstSequence) {
    super(config, pool);
    isOrdered = config.delivery() == Delivery.RELIABLE_ORDERED;
    window = config.receiveBytes() + config.receiveBytes() / 8 + 4096L;
    base = firstSequence;
    highest = firstSequence - 1;
    nextToDeliver = firstSequence;
  }

  @Override
  long near() {
    return base;
  }

  @Override
  void beginCheck() {
    super.beginCheck();
    checked = 0;
    checkedClaims = 0;
  }

  private boolean isHere(long sequence) {
    return sequence < base || sequence <= highest && here.isSet(sequence);
  }

  @Override
  ReceiveResult checkRoom(long sequence, int index, boolean isNew, int total, int length) {
    if (isHere(sequence)) {
      return ReceiveResult.ACCEPTED;
    }
    if (sequence >= base + 2L * Wire.PIECES_UNDER_WAY) {
      return ReceiveResult.MALFORMED;
    }
    checked += Wire.charge(index, length);
    if (charged + checked > told) {
      return ReceiveResult.REFUSED;
    }
    checkedClaims += isNew ? claim(total) : 0;
    return claimed + checkedClaims > window + claim(config.maxMessageSize())
        ? ReceiveResult.REFUSED
        : ReceiveResult.ACCEPTED;
  }

  @Override
  void take(
      long sequence, int index, int count, int total, byte[] from, int at, int length, long now) {
    if (isHere(sequence)) {
      return;
    }
    note(sequence);
    charged += Wire.charge(index, length);
    long first = sequence - index;
    Incoming message = count == 1 ? null : partial.get(first);
    if (message == null) {
      message = begin(first, count, total);
      if (count > 1) {
        partial.put(message);
        claimed += claim(total);
      }
    } else if (message.count != count || message.size != total) {
      return; // two in one packet that contradict each other
    }
    if (message.add(index, from, at, length)) {
      if (count > 1) {
        partial.remove(first);
        claimed -= claim(total);
      }
      whole(message);
    }
  }

  private static long claim(int total) {
    return (long) total + Wire.MESSAGE_CHARGE;
  }

  private void note(long sequence) {
    if (sequence == base && highest < base) {
      base++;
      highest = sequence;
      return;
    }
    here.ensureSpan(base, Math.max(highest, sequence));
    here.set(sequence);
    highest = Math.max(highest, sequence);
    while (base <= highest && here.isSet(base)) {
      here.clear(base++);
    }
  }

  private void whole(Incoming message) {
    if (!isOrdered) {
      deliver(message);
      return;
    }
    if (message.id != nextToDeliver) {
      held.put(message);
      return;
    }
    Incoming next = message;
    while (next != null) {
      nextToDeliver += next.count;
      deliver(next);
      next = held.get(nextToDeliver);
      if (next != null) {
        held.remove(nextToDeliver);
      }
    }
  }

  @Override
  Incoming poll() {
    Incoming message = super.poll();
    if (message != null) {
      polled += Wire.charge(message.size, (long) message.count);
    }
    return message;
  }

  @Override
  void expire(long now) {}

  @Override
  long nextExpiry() {
    return Long.MAX_VALUE;
  }

  @Override
  boolean wantsToTell() {
    long more = polled + window - told;
    // The rest of a message may need all there is: the application has taken everything else.
    boolean isAwaited = more > 0 && claimed > 0 && ready.isEmpty();
    return more >= window / 4 || isAwaited || isUntold || told == Wire.FIRST_CREDIT && charged > 0;
  }

  @Override
  long limitToTell() {
    if (!wantsToTell()) {
      return -1;
    }
    isUntold = false;
    told = Math.max(told, polled + window);
    return told;
  }

  @Override
  void tellAgain() {
    isUntold = told > Wire.FIRST_CREDIT;
  }

  @Override
  void clear() {
    super.clear();
    held.clear();
  }
}
