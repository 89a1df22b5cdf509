// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.util.ArrayDeque;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.ReceiveResult;

/**
 * What arrives on one channel. A packet is taken in two steps: {@link #check} is asked for each of
 * its pieces, and only if all may be taken {@link #take} is called for each.
 */
abstract sealed class Inbox permits LosslessInbox, LossyInbox {
  /** Messages of several pieces that one packet may begin: such pieces are not small. */
  private static final int MOST_BEGUN = 16;

  final ChannelConfig config;
  final IncomingPool pool;

  /** Whole messages, in order of delivery. */
  final ArrayDeque<Incoming> ready = new ArrayDeque<>(2);

  /** Messages some pieces of which are missing. */
  final LongTable partial = new LongTable();

  /** Messages of several pieces that the packet begins which is checked. */
  private final long[] begun = new long[MOST_BEGUN];

  private int begunCount;

  long messagesReceived;
  long messagesDropped;

  Inbox(ChannelConfig config, IncomingPool pool) {
    this.config = config;
    this.pool = pool;
  }

  /** The sequence number that a truncated one is near to. */
  abstract long near();

  /** A packet begins. */
  void beginCheck() {
    begunCount = 0;
  }

  /**
   * Whether a piece may be taken.
   *
   * @param sequence its number
   * @param index its place in its message
   * @param count how many pieces the message has
   * @param total bytes of the message
   * @param length bytes of the piece
   * @return ACCEPTED (also if it is here already), MALFORMED or REFUSED
   */
  final ReceiveResult check(long sequence, int index, int count, int total, int length) {
    long first = sequence - index;
    if (total > config.maxMessageSize() || first < 0) {
      return ReceiveResult.MALFORMED;
    }
    boolean isNew = false;
    if (count > 1) {
      int each = Incoming.pieceSize(total, count);
      long offset = (long) index * each;
      if (offset >= total || length != Math.min(each, total - offset)) {
        return ReceiveResult.MALFORMED;
      }
      Incoming known = partial.get(first);
      if (known != null && (known.count != count || known.size != total)) {
        return ReceiveResult.MALFORMED;
      }
      isNew = known == null && !hasBegun(first);
      if (isNew) {
        if (begunCount == MOST_BEGUN) {
          return ReceiveResult.REFUSED;
        }
        begun[begunCount++] = first;
      }
    }
    return checkRoom(sequence, index, isNew, total, length);
  }

  private boolean hasBegun(long first) {
    for (int i = 0; i < begunCount; i++) {
      if (begun[i] == first) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether there is room for a piece.
   *
   * @param sequence its number
   * @param index its place in its message
   * @param isNew whether it is the first to come of a message of several pieces
   * @param total bytes of the message
   * @param length bytes of the piece
   */
  abstract ReceiveResult checkRoom(long sequence, int index, boolean isNew, int total, int length);

  /** Takes a piece that was checked. */
  abstract void take(
      long sequence, int index, int count, int total, byte[] from, int at, int length, long now);

  /** The next message, null if there is none. */
  Incoming poll() {
    Incoming message = ready.poll();
    if (message != null) {
      message.show();
    }
    return message;
  }

  final Incoming begin(long id, int count, int total) {
    Incoming message = pool.take(total);
    message.begin(id, config.id(), total, count);
    return message;
  }

  final void deliver(Incoming message) {
    messagesReceived++;
    ready.add(message);
  }

  /** Drops what has been unfinished for too long. */
  abstract void expire(long now);

  /** When {@link #expire} has something to do. */
  abstract long nextExpiry();

  /** Whether {@link #limitToTell} has something to tell. */
  abstract boolean wantsToTell();

  /** What the other side may send in all, in bytes of credit; −1 if nothing is to be told. */
  abstract long limitToTell();

  /** The limit may not have arrived: tell it again. */
  abstract void tellAgain();

  /** Frees everything. */
  void clear() {
    partial.clear();
  }
}
