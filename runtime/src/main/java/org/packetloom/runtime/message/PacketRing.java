// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * What is remembered of packets that were sent, {@code base..next}, and of the pieces they carried.
 *
 * <p>A packet is a record of {@value #STRIDE} longs, a cache line, in a ring indexed by its
 * number's low bits; the pieces of all lie one behind the other in a second ring. Both grow by
 * need.
 */
final class PacketRing {
  /** Most packets that are remembered. */
  static final int MOST_PACKETS = 1 << 16;

  private static final int FIRST_CAPACITY = 16;
  private static final int STRIDE = 8;
  private static final int SENT_AT = 0;

  /** Bytes above 32 bits of flags. */
  private static final int SIZE_AND_FLAGS = 1;

  private static final int TOLD = 2;
  private static final int PIECES_FROM = 3;
  private static final int DELIVERED = 4;
  private static final int DELIVERED_AT = 5;
  private static final int FIRST_SENT_AT = 6;
  private static final int SENT_BYTES = 7;
  private static final int SEQUENCE_BITS = 48;

  private long[] records = new long[FIRST_CAPACITY * STRIDE];

  /** Index of a channel above {@value #SEQUENCE_BITS} bits of a sequence number. */
  private long[] pieces = new long[FIRST_CAPACITY];

  private long nextPiece;

  /** Where the pieces of the packet begin that is composed. */
  private long composedFrom;

  private long base;
  private long next;

  PacketRing(long firstNumber) {
    base = firstNumber;
    next = firstNumber;
  }

  long base() {
    return base;
  }

  long next() {
    return next;
  }

  boolean isEmpty() {
    return base == next;
  }

  boolean isFull() {
    return next - base == MOST_PACKETS;
  }

  /** Notes a piece of the packet that is composed. */
  void addPiece(int channel, long sequence) {
    long first = base < next ? records[at(base) + PIECES_FROM] : composedFrom;
    if (nextPiece - first == pieces.length) {
      var more = new long[pieces.length * 2];
      for (long i = first; i < nextPiece; i++) {
        more[(int) i & more.length - 1] = pieces[(int) i & pieces.length - 1];
      }
      pieces = more;
    }
    pieces[(int) nextPiece++ & pieces.length - 1] = (long) channel << SEQUENCE_BITS | sequence;
  }

  /** Adds the packet that was composed, with the pieces added before. There is room. */
  void add(long sentAt, int size, int flags, long told) {
    if ((next - base) * STRIDE == records.length) {
      grow();
    }
    int at = at(next++);
    records[at + SENT_AT] = sentAt;
    records[at + SIZE_AND_FLAGS] = (long) size << 32 | flags;
    records[at + TOLD] = told;
    records[at + PIECES_FROM] = composedFrom;
    composedFrom = nextPiece;
  }

  /** Adds to the packet added last how far delivery was. */
  void delivery(long delivered, long deliveredAt, long firstSentAt, long sentBytes) {
    int at = at(next - 1);
    records[at + DELIVERED] = delivered;
    records[at + DELIVERED_AT] = deliveredAt;
    records[at + FIRST_SENT_AT] = firstSentAt;
    records[at + SENT_BYTES] = sentBytes;
  }

  void removeFirst() {
    base++;
  }

  long sentAt(long number) {
    return records[at(number) + SENT_AT];
  }

  int size(long number) {
    return (int) (records[at(number) + SIZE_AND_FLAGS] >>> 32);
  }

  int flags(long number) {
    return (int) records[at(number) + SIZE_AND_FLAGS];
  }

  void addFlag(long number, int flag) {
    records[at(number) + SIZE_AND_FLAGS] |= flag;
  }

  long told(long number) {
    return records[at(number) + TOLD];
  }

  long delivered(long number) {
    return records[at(number) + DELIVERED];
  }

  long deliveredAt(long number) {
    return records[at(number) + DELIVERED_AT];
  }

  long firstSentAt(long number) {
    return records[at(number) + FIRST_SENT_AT];
  }

  long sentBytes(long number) {
    return records[at(number) + SENT_BYTES];
  }

  long piecesFrom(long number) {
    return records[at(number) + PIECES_FROM];
  }

  long piecesEnd(long number) {
    return number + 1 < next ? records[at(number + 1) + PIECES_FROM] : composedFrom;
  }

  /** Index of the channel of a piece. */
  int channel(long piece) {
    return (int) (pieces[(int) piece & pieces.length - 1] >>> SEQUENCE_BITS);
  }

  long sequence(long piece) {
    return pieces[(int) piece & pieces.length - 1] & (1L << SEQUENCE_BITS) - 1;
  }

  private int at(long number) {
    return (int) number * STRIDE & records.length - 1;
  }

  private void grow() {
    var old = records;
    records = new long[old.length * 2];
    for (long number = base; number < next; number++) {
      System.arraycopy(old, (int) number * STRIDE & old.length - 1, records, at(number), STRIDE);
    }
  }

  /** Gives up memory while nothing is in it. */
  void trim() {
    if (isEmpty() && records.length > FIRST_CAPACITY * STRIDE) {
      records = new long[FIRST_CAPACITY * STRIDE];
      pieces = new long[FIRST_CAPACITY];
    }
  }
}
