// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.ByteBuffer;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.Redundancy;
import org.packetloom.message.SharedPayload;

/**
 * The messages of one channel that are to be sent, or whose fate is not known.
 *
 * <p>A message is one piece, or several fragments that follow each other; each piece has a sequence
 * number of its own, and the message's id is that of its first. A ring of {@link Pieces} holds
 * {@code base..next}; {@code unsent} is the first that was never sent. A message leaves the ring
 * once it is over (acknowledged whole, or dropped) and all before it are.
 *
 * <p>Pieces of lost packets wait in {@code again}.
 */
final class SendQueue {
  final ChannelConfig config;
  final MessageFates fates = new MessageFates();

  private final QueueLimits limits;
  private final Delivery delivery;
  private final int mostInPiece;
  private final long lifetimeNanos;

  /** Whether bytes are needed no more once they were sent. */
  private final boolean isSentOnce;

  private final Pieces pieces = new Pieces();
  private final ByteStore bytes = new ByteStore();
  private final LostPieces again = new LostPieces(pieces);

  private final ResendTimes resends;

  private long base;

  /** The first piece that is neither acknowledged nor of a message that is over; base or more. */
  private long low;

  private long unsent;
  private long next;

  /** The id of the newest message, below the first before that. */
  private long last;

  /** Bytes of messages in base..next that are not over. */
  private long queuedBytes;

  /** Bytes of pieces that were never sent. */
  private long unsentBytes;

  /** Credit used by pieces that were sent, and what the other side grants. */
  private long charged;

  private long credit = Wire.FIRST_CREDIT;

  /** The highest sequence number of an acknowledged piece, −1 before the first. */
  private long highestAcked = -1;

  /** What this channel has been served, by its weight; see {@link Composer}. */
  long served;

  long messagesSent;
  long piecesResent;
  long piecesRedundant;

  SendQueue(ChannelConfig config, int mostInPiece, long firstSequence) {
    this.config = config;
    this.limits = QueueLimits.of(config);
    this.delivery = config.delivery();
    this.mostInPiece = mostInPiece;
    this.lifetimeNanos = config.lifetime().toNanos();
    this.resends = new ResendTimes(delivery.isReliable() ? config.resendAfter().toNanos() : 0);
    this.isSentOnce = !delivery.isReliable() && config.redundancy().equals(Redundancy.NONE);
    base = firstSequence;
    low = firstSequence;
    unsent = firstSequence;
    next = firstSequence;
    last = firstSequence - 1;
    highestAcked = firstSequence - 1;
  }

  long queuedBytes() {
    return queuedBytes;
  }

  long unsentBytes() {
    return unsentBytes;
  }

  boolean hasRoom(int size) {
    return limits.allow(queuedBytes + size, bytes.stored(), next - base);
  }

  /** Whether nothing waits to be sent, nor for an acknowledgement that was promised. */
  boolean isFlushed() {
    return queuedBytes == 0 && unsent == next;
  }

  /** Queues a message there is room for; returns its id. */
  long add(ByteBuffer payload, long now) {
    int size = payload.remaining();
    long start = bytes.tail();
    bytes.add(payload);
    return add(size, start, null, now);
  }

  long add(SharedPayload payload, long now) {
    return add(payload.size(), 0, payload, now);
  }

  private long add(int size, long start, SharedPayload shared, long now) {
    if (delivery == Delivery.RELIABLE_SEQUENCED) {
      supersede();
    }
    long id = next;
    int count = Math.max(1, (size + mostInPiece - 1) / mostInPiece);
    pieces.ensureRoom(base, next, count);
    pieces.addMessage(id, count, size, start, shared, bytes.tail(), now);
    last = id;
    next += count;
    queuedBytes += size;
    unsentBytes += size;
    messagesSent++;
    return id;
  }

  /**
   * A newer message takes the place of the last, as that did of those before: it goes if some of it
   * waits to be sent, else it is not sent again.
   */
  private void supersede() {
    if (last >= base && !pieces.isOver(last)) {
      if (isWaiting(last)) {
        drop(last);
      } else {
        pieces.supersede(last);
      }
    }
    unsent = next;
    again.clear();
    release();
  }

  private boolean isWaiting(long id) {
    for (long piece = id; piece < id + pieces.count(id); piece++) {
      if (piece >= unsent || pieces.isWanted(piece)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a piece could be sent now. */
  boolean isReady() {
    return nextAgain() >= 0 || isNewReady();
  }

  /** The next piece to be sent once more, −1 if there is none. */
  long nextAgain() {
    return again.next(base);
  }

  /** Whether a piece could be sent for the first time now. */
  boolean isNewReady() {
    if (unsent == next) {
      return false;
    }
    return !delivery.isLossless()
        || unsent - lowest() < Wire.PIECES_UNDER_WAY && charged + charge(unsent) <= credit;
  }

  private long lowest() {
    low = Math.max(low, base);
    while (low < unsent && pieces.isAcked(low)) {
      low++;
    }
    return low;
  }

  private int charge(long piece) {
    return Wire.charge(pieces.index(piece), pieces.size(piece));
  }

  long nextNew() {
    return unsent;
  }

  int size(long piece) {
    return pieces.size(piece);
  }

  int index(long piece) {
    return pieces.index(piece);
  }

  int count(long piece) {
    return pieces.count(piece);
  }

  int total(long piece) {
    return pieces.total(piece);
  }

  void copyTo(long piece, byte[] target, int at) {
    SharedPayload shared = pieces.shared(piece);
    if (shared != null) {
      shared.copyTo((int) pieces.start(piece), target, at, pieces.size(piece));
    } else {
      bytes.copyTo(pieces.start(piece), target, at, pieces.size(piece));
    }
  }

  /** Whether sequence numbers from one on can be told by two bytes. */
  boolean isShortSpan(long piece) {
    long low = Math.min(delivery.isLossless() ? lowest() : highestAcked, piece);
    return Math.max(next, piece) - low < Wire.SHORT_SPAN;
  }

  /** The piece goes out once more in a packet: the one that {@link #nextAgain} told. */
  void sentAgain(long piece, long packet, long now) {
    again.removeFirst();
    noteSent(piece, packet, now);
    piecesResent++;
  }

  /** The piece goes out in a packet for the first time: the one that {@link #nextNew} told. */
  void sentNew(long piece, long packet, long now) {
    unsent++;
    unsentBytes -= pieces.size(piece);
    noteSent(piece, packet, now);
    charged += charge(piece);
    if (!delivery.isReliable()) {
      queuedBytes -= pieces.size(piece);
    }
    if (isSentOnce) {
      bytes.freeTo(unsent == next ? bytes.tail() : pieces.storedFrom(unsent));
    }
  }

  private void noteSent(long piece, long packet, long now) {
    pieces.sent(piece, packet);
    resends.sent(piece, packet, now);
  }

  void sentCopy(long piece, long packet) {
    pieces.sentCopy(piece, packet);
    piecesRedundant++;
  }

  /** The next piece from one on whose copy may go into a packet; −1 if there is none. */
  long nextCopy(long from, long packet, Redundancy redundancy) {
    for (long piece = Math.max(base, from); piece < unsent; piece++) {
      if (pieces.mayCopy(piece, packet, redundancy.copies())) {
        return piece;
      }
    }
    return -1;
  }

  void pieceAcked(long piece) {
    highestAcked = Math.max(highestAcked, piece);
    if (piece < base || !pieces.ack(piece)) {
      return;
    }
    long id = piece - pieces.index(piece);
    if (delivery.isReliable()) {
      queuedBytes -= pieces.isOver(id) ? 0 : pieces.size(piece);
    }
    if (!pieces.isOver(id) && pieces.endPiece(id)) {
      pieces.end(id);
      fates.acked(id);
      release();
    }
  }

  /** The packet that carried a piece is lost. */
  void pieceLost(long piece, long packet) {
    if (piece < base || !pieces.isLastSentIn(piece, packet)) {
      return;
    }
    long id = piece - pieces.index(piece);
    if (pieces.isOver(id)) {
      return;
    }
    if (delivery.isReliable() && !pieces.isSuperseded(id)) {
      again.add(piece);
    } else {
      drop(id);
      release();
    }
  }

  /** A piece may be lost: it is worth sending again if it is promised. */
  void pieceOverdue(long piece) {
    if (piece >= base
        && delivery.isReliable()
        && !pieces.isOver(piece - pieces.index(piece))
        && !pieces.isSuperseded(piece - pieces.index(piece))) {
      again.add(piece);
    }
  }

  /** Drops what has waited longer than its life, and sends again what has waited its time. */
  void advance(long now) {
    if (lifetimeNanos > 0) {
      expire(now);
    }
    while (resends.isDue(now)) {
      long piece = resends.piece();
      if (pieces.isLastSentIn(piece, resends.remove()) && piece >= base) {
        pieceOverdue(piece);
      }
    }
  }

  private void expire(long now) {
    for (long id = base; id < next; id += pieces.count(id)) {
      if (now - pieces.queuedAt(id) < lifetimeNanos) {
        break;
      }
      boolean isUnsent = id + pieces.count(id) > unsent;
      if (!pieces.isOver(id) && (isUnsent || delivery.isReliable())) {
        drop(id);
      }
    }
    release();
  }

  /** When {@link #advance} may have something to do. */
  long nextDeadline() {
    long deadline = resends.nextDue();
    long oldest = delivery.isReliable() ? base : unsent;
    return lifetimeNanos == 0 || oldest == next
        ? deadline
        : Math.min(deadline, pieces.queuedAt(oldest) + lifetimeNanos);
  }

  /** Ends a message that was not acknowledged; what of it was not sent never is. */
  private void drop(long id) {
    int count = pieces.count(id);
    for (long piece = id; piece < id + count; piece++) {
      unsentBytes -= piece >= unsent ? pieces.size(piece) : 0;
      boolean isQueued = delivery.isReliable() ? !pieces.isAcked(piece) : piece >= unsent;
      if (isQueued) {
        queuedBytes -= pieces.size(piece);
      }
    }
    if (unsent >= id && unsent < id + count) {
      unsent = id + count;
    }
    pieces.end(id);
    fates.lost(id);
  }

  /** Lets go of messages that are over, the oldest first. */
  private void release() {
    long before = base;
    while (base < next && pieces.isOver(base)) {
      base += pieces.count(base);
    }
    if (isSentOnce) {
      bytes.freeTo(unsent == next ? bytes.tail() : pieces.storedFrom(unsent));
    } else if (base != before) {
      bytes.freeTo(base == next ? bytes.tail() : pieces.storedFrom(base));
    }
  }

  /** The other side grants credit, if it is more than before. */
  void grant(long limit) {
    credit = Math.max(credit, limit);
  }

  /** Drops everything. */
  void clear() {
    base = next;
    unsent = next;
    again.clear();
    resends.clear();
    queuedBytes = 0;
    unsentBytes = 0;
    bytes.freeTo(bytes.tail());
  }

  void trim() {
    bytes.trim();
    again.trim();
    fates.trim();
    if (base == next) {
      pieces.trim();
    }
  }
}
