// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.util.Arrays;
import org.packetloom.message.Redundancy;

/**
 * Puts pieces of messages into packets.
 *
 * <p>First what was lost, then new pieces: channels of higher priority first, those of one priority
 * by turns so that each gets its share by weight ({@link SendQueue#served} grows by bytes over
 * weight; who has been served least goes next, and one that was idle starts from the least of the
 * others). A channel whose next piece does not fit leaves the space to the others. Copies of pieces
 * that are under way fill what is left.
 */
final class Composer {
  /** Bytes that remain for something besides a piece of the largest size. */
  static final int RESERVED = 24;

  /** Most bytes of a piece's frame besides its own: type, channel, sequence, fragment, length. */
  static final int MOST_FRAME_HEAD = 1 + 1 + 4 + 3 + 3 + 4 + 3;

  private static final double LOSSY = 0.02;
  private static final int LEAST_SPACE = 4;
  private static final int SERVED_UNIT = 1024;

  /** Bytes of a frame besides its piece, as they are counted for the channel's share. */
  private static final int FRAME_COST = 4;

  /** Higher priorities first. */
  private final Channel[] channels;

  private final SentPackets sent;
  private final int datagramBytes;

  /** Where the next frame goes in the packet that is composed, and the end of the room. */
  private int at;

  private int limit;

  /** Whether the last piece runs to the end of the packet. */
  private boolean isFull;

  /** What the channel that was served least of a priority had been served; by its first index. */
  private final long[] clocks;

  Composer(Channel[] channels, SentPackets sent, int datagramBytes) {
    this.channels = channels.clone();
    Arrays.sort(this.channels, (a, b) -> Integer.compare(b.config.priority(), a.config.priority()));
    this.clocks = new long[channels.length];
    this.sent = sent;
    this.datagramBytes = datagramBytes;
  }

  /** Whether any channel has a piece that could be sent now. */
  boolean isReady() {
    for (Channel each : channels) {
      if (each.sending.isReady()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Puts what fits.
   *
   * @return where it ends; {@code from} if nothing was put
   */
  int fill(byte[] into, int from, int to, long packet, long now) {
    at = from;
    limit = to;
    isFull = false;
    for (Channel each : channels) {
      fillAgain(each, into, packet, now);
    }
    for (int first = 0; first < channels.length; first = endOfPriority(first)) {
      fillNew(first, endOfPriority(first), into, packet, now);
    }
    return at;
  }

  private void fillAgain(Channel channel, byte[] into, long packet, long now) {
    SendQueue queue = channel.sending;
    for (long piece = queue.nextAgain(); piece >= 0; piece = queue.nextAgain()) {
      if (!put(channel, piece, into, packet)) {
        return;
      }
      queue.sentAgain(piece, packet, now);
    }
  }

  private int endOfPriority(int first) {
    int end = first + 1;
    while (end < channels.length
        && channels[end].config.priority() == channels[first].config.priority()) {
      end++;
    }
    return end;
  }

  /** Channels of one priority by turns, until no piece of any fits. */
  private void fillNew(int first, int end, byte[] into, long packet, long now) {
    beginTurns(first, end);
    long full = 0;
    int next = leastServed(first, end, full);
    while (next >= 0) {
      int other = leastServed(first, end, full | bit(next - first));
      long second = other < 0 ? Long.MAX_VALUE : channels[other].sending.served;
      if (!fillFrom(channels[next], second, into, packet, now)) {
        full |= bit(next - first);
      }
      next = leastServed(first, end, full);
    }
  }

  /** Channels that were idle have missed their turns; those whose pieces did not fit have not. */
  private void beginTurns(int first, int end) {
    for (int i = first; i < end; i++) {
      SendQueue queue = channels[i].sending;
      if (queue.isNewReady()) {
        queue.served = Math.max(queue.served, clocks[first]);
      }
    }
    int least = leastServed(first, end, 0);
    if (least >= 0) {
      clocks[first] = channels[least].sending.served;
    }
  }

  /** Index of the channel that goes next among some, −1 if none has a piece. */
  private int leastServed(int first, int end, long full) {
    int least = -1;
    for (int i = first; i < end; i++) {
      SendQueue queue = channels[i].sending;
      if ((full & bit(i - first)) == 0
          && queue.isNewReady()
          && (least < 0 || queue.served < channels[least].sending.served)) {
        least = i;
      }
    }
    return least;
  }

  /** Channels of one priority beyond the 63rd share a bit: they go in a later packet at worst. */
  private static long bit(int place) {
    return 1L << Math.min(place, 63);
  }

  /** Puts new pieces of a channel until it has had more than the next one; false if it is full. */
  private boolean fillFrom(Channel channel, long second, byte[] into, long packet, long now) {
    SendQueue queue = channel.sending;
    do {
      long piece = queue.nextNew();
      if (!put(channel, piece, into, packet)) {
        return false;
      }
      queue.served +=
          (long) (queue.size(piece) + FRAME_COST) * SERVED_UNIT / channel.config.weight();
      queue.sentNew(piece, packet, now);
    } while (queue.served <= second && queue.isNewReady());
    return true;
  }

  /**
   * Puts copies of pieces under way into what is left.
   *
   * @param spare bytes that copies may take
   * @return where they end
   */
  int fillCopies(byte[] into, int from, int to, long packet, long spare) {
    if (isFull || spare <= 0) {
      return from;
    }
    at = from;
    limit = (int) Math.min(to, from + Math.min(spare, to - from));
    for (Channel each : channels) {
      Redundancy redundancy = each.config.redundancy();
      if (redundancy.kind() == Redundancy.Kind.NONE || !isWorthIt(redundancy)) {
        continue;
      }
      SendQueue queue = each.sending;
      long piece = queue.nextCopy(0, packet, redundancy);
      while (piece >= 0 && limit - at >= LEAST_SPACE) {
        boolean isSmall =
            redundancy.kind() != Redundancy.Kind.ADAPTIVE || queue.size(piece) < datagramBytes / 4;
        if (isSmall && put(each, piece, into, packet)) {
          queue.sentCopy(piece, packet);
        }
        piece = queue.nextCopy(piece + 1, packet, redundancy);
      }
    }
    return at;
  }

  private boolean isWorthIt(Redundancy redundancy) {
    return redundancy.kind() != Redundancy.Kind.ADAPTIVE || sent.lossShare() > LOSSY;
  }

  /** Whether any channel makes copies now. */
  boolean makesCopies() {
    for (Channel each : channels) {
      Redundancy redundancy = each.config.redundancy();
      if (redundancy.kind() != Redundancy.Kind.NONE && isWorthIt(redundancy)) {
        return true;
      }
    }
    return false;
  }

  /** Puts one piece if there is room. */
  private boolean put(Channel channel, long piece, byte[] into, long packet) {
    SendQueue queue = channel.sending;
    int size = queue.size(piece);
    if (limit - at < 1 + size) {
      return false;
    }
    boolean isNext = channel.composedPacket == packet && channel.composedPiece + 1 == piece;
    boolean isShort = queue.isShortSpan(piece);
    int count = queue.count(piece);
    int head = (channel.id() < Wire.FAR_CHANNEL ? 1 : 2) + (isNext ? 0 : isShort ? 2 : 4);
    if (count > 1) {
      head +=
          Wire.sizeOfVar(queue.index(piece))
              + Wire.sizeOfVar(count)
              + Wire.sizeOfVar(queue.total(piece));
    }
    int left = limit - at - head - size;
    if (left < 0) {
      return false;
    }
    int lengthSize = Wire.sizeOfVar(size);
    boolean isToEnd = left < lengthSize + LEAST_SPACE;
    int type =
        Wire.PIECE
            | (isNext ? 0 : Wire.HAS_SEQUENCE)
            | (count > 1 ? Wire.FRAGMENT : 0)
            | (isToEnd ? Wire.TO_END : 0)
            | Math.min(channel.id(), Wire.FAR_CHANNEL);
    into[at++] = (byte) type;
    if (channel.id() >= Wire.FAR_CHANNEL) {
      into[at++] = (byte) channel.id();
    }
    if (!isNext) {
      at =
          isShort
              ? Wire.putShort(into, at, (int) piece & 0x7FFF)
              : Wire.putInt(into, at, (int) piece | 0x80000000);
    }
    if (count > 1) {
      at = Wire.putVar(into, at, queue.index(piece));
      at = Wire.putVar(into, at, count);
      at = Wire.putVar(into, at, queue.total(piece));
    }
    if (!isToEnd) {
      at = Wire.putVar(into, at, size);
    }
    queue.copyTo(piece, into, at);
    at += size;
    if (isToEnd) {
      limit = at;
      isFull = true;
    }
    channel.composedPacket = packet;
    channel.composedPiece = piece;
    sent.addPiece(channel.index, piece);
    return true;
  }
}
