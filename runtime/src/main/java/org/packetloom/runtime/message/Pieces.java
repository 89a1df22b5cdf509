// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.message.SharedPayload;

/**
 * What is known of the pieces of a channel that are to be sent, or whose fate is not known:
 * parallel arrays, indexed by the sequence number's low bits. What only some messages need is made
 * when the first of them comes: columns of fragments, and of shared payloads.
 *
 * <p>Facts of a whole message are kept at its first piece.
 */
final class Pieces {
  private static final int FIRST_CAPACITY = 8;

  /** The piece was acknowledged. */
  private static final int ACKED = 1;

  /** It waits to be sent again. */
  private static final int QUEUED = 2;

  /** The message is acknowledged whole, or dropped; at its first piece. */
  private static final int OVER = 4;

  /** The message is not to be sent again; at its first piece. */
  private static final int SUPERSEDED = 8;

  private static final int COPY_SHIFT = 8;

  private int[] sizes = new int[FIRST_CAPACITY];

  /** Flags, and above them how many copies were sent. */
  private int[] flags = new int[FIRST_CAPACITY];

  /** Where its bytes are, in the store or in the shared payload. */
  private long[] starts = new long[FIRST_CAPACITY];

  /** Number of the packet that carried it last. */
  private long[] packets = new long[FIRST_CAPACITY];

  /** When the message was queued. */
  private long[] times = new long[FIRST_CAPACITY];

  /** Index of a fragment, their number, the size of their message; null while none has several. */
  private int[] indexes;

  private int[] counts;
  private int[] totals;

  /** Pieces that are not acknowledged; at the first piece. */
  private int[] lefts;

  /** The payload and where the store was then; null while none is shared. */
  private SharedPayload[] shared;

  private long[] storeTails;

  void ensureRoom(long base, long next, int count) {
    int capacity = sizes.length;
    while (next - base + count > capacity) {
      capacity = Math.multiplyExact(capacity, 2);
    }
    if (capacity > sizes.length) {
      grow(base, next, capacity);
    }
  }

  void addMessage(
      long id, int count, int size, long start, SharedPayload payload, long tail, long now) {
    if (count > 1 && counts == null) {
      addFragmentColumns(sizes.length);
    }
    if (payload != null && shared == null) {
      shared = new SharedPayload[sizes.length];
      storeTails = new long[sizes.length];
    }
    int each = count == 1 ? size : (size + count - 1) / count;
    for (int i = 0; i < count; i++) {
      int at = at(id + i);
      int offset = i * each;
      sizes[at] = Math.min(each, size - offset);
      flags[at] = 0;
      starts[at] = start + offset;
      packets[at] = -1;
      times[at] = now;
      if (counts != null) {
        indexes[at] = i;
        counts[at] = count;
        totals[at] = size;
        lefts[at] = count;
      }
      if (shared != null) {
        shared[at] = payload;
        storeTails[at] = tail;
      }
    }
  }

  int size(long piece) {
    return sizes[at(piece)];
  }

  int index(long piece) {
    return counts == null ? 0 : indexes[at(piece)];
  }

  int count(long piece) {
    return counts == null ? 1 : counts[at(piece)];
  }

  int total(long piece) {
    return totals[at(piece)];
  }

  long start(long piece) {
    return starts[at(piece)];
  }

  SharedPayload shared(long piece) {
    return shared == null ? null : shared[at(piece)];
  }

  /** Where the store's bytes begin that this piece and all behind it need. */
  long storedFrom(long piece) {
    return shared(piece) == null ? starts[at(piece)] : storeTails[at(piece)];
  }

  long queuedAt(long piece) {
    return times[at(piece)];
  }

  void sent(long piece, long packet) {
    packets[at(piece)] = packet;
  }

  void sentCopy(long piece, long packet) {
    packets[at(piece)] = packet;
    flags[at(piece)] += 1 << COPY_SHIFT;
  }

  boolean mayCopy(long piece, long packet, int most) {
    int at = at(piece);
    return (flags[at] & (ACKED | OVER | SUPERSEDED)) == 0
        && packets[at] != packet
        && flags[at] >>> COPY_SHIFT < most
        && !isOver(piece - index(piece));
  }

  boolean isLastSentIn(long piece, long packet) {
    return packets[at(piece)] == packet;
  }

  boolean isAcked(long piece) {
    return (flags[at(piece)] & ACKED) != 0;
  }

  /** Marks a piece as acknowledged; false if it was. */
  boolean ack(long piece) {
    int at = at(piece);
    boolean isNew = (flags[at] & ACKED) == 0;
    flags[at] |= ACKED;
    return isNew;
  }

  /** One more piece of a message is acknowledged; true if it was the last. */
  boolean endPiece(long id) {
    return counts == null || --lefts[at(id)] == 0;
  }

  void end(long id) {
    flags[at(id)] |= OVER;
    if (shared != null && count(id) == 1) {
      shared[at(id)] = null;
    }
  }

  boolean isOver(long id) {
    return (flags[at(id)] & OVER) != 0;
  }

  void supersede(long id) {
    flags[at(id)] |= SUPERSEDED;
  }

  boolean isSuperseded(long id) {
    return (flags[at(id)] & SUPERSEDED) != 0;
  }

  /** Marks a piece as waiting to be sent again; false if it does, or is acknowledged. */
  boolean queue(long piece) {
    int at = at(piece);
    boolean isNew = (flags[at] & (QUEUED | ACKED)) == 0;
    if (isNew) {
      flags[at] |= QUEUED;
    }
    return isNew;
  }

  void unqueue(long piece) {
    flags[at(piece)] &= ~QUEUED;
  }

  /** Whether a piece waits to be sent again, and is still needed. */
  boolean isWanted(long piece) {
    return (flags[at(piece)] & (QUEUED | ACKED)) == QUEUED && !isOver(piece - index(piece));
  }

  private int at(long piece) {
    return (int) piece & sizes.length - 1;
  }

  private void addFragmentColumns(int capacity) {
    indexes = new int[capacity];
    counts = new int[capacity];
    totals = new int[capacity];
    lefts = new int[capacity];
    java.util.Arrays.fill(counts, 1);
    java.util.Arrays.fill(lefts, 1);
  }

  private void grow(long base, long next, int capacity) {
    var old = new Pieces();
    old.take(this);
    sizes = new int[capacity];
    flags = new int[capacity];
    starts = new long[capacity];
    packets = new long[capacity];
    times = new long[capacity];
    if (old.counts != null) {
      addFragmentColumns(capacity);
    }
    if (old.shared != null) {
      shared = new SharedPayload[capacity];
      storeTails = new long[capacity];
    }
    for (long piece = base; piece < next; piece++) {
      copy(old, piece);
    }
  }

  private void take(Pieces other) {
    sizes = other.sizes;
    flags = other.flags;
    starts = other.starts;
    packets = other.packets;
    times = other.times;
    indexes = other.indexes;
    counts = other.counts;
    totals = other.totals;
    lefts = other.lefts;
    shared = other.shared;
    storeTails = other.storeTails;
  }

  private void copy(Pieces old, long piece) {
    int from = old.at(piece);
    int into = at(piece);
    sizes[into] = old.sizes[from];
    flags[into] = old.flags[from];
    starts[into] = old.starts[from];
    packets[into] = old.packets[from];
    times[into] = old.times[from];
    if (counts != null) {
      indexes[into] = old.indexes[from];
      counts[into] = old.counts[from];
      totals[into] = old.totals[from];
      lefts[into] = old.lefts[from];
    }
    if (shared != null) {
      shared[into] = old.shared[from];
      storeTails[into] = old.storeTails[from];
    }
  }

  /** Gives up memory while there is no piece. */
  void trim() {
    if (sizes.length > FIRST_CAPACITY) {
      take(new Pieces());
    }
  }
}
