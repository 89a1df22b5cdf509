// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.util.Arrays;
import org.packetloom.runtime.message.RateControl.AckSample;

/**
 * The packets that were sent, until their fate is known: acknowledged, or given up as lost.
 *
 * <p>A ring of parallel arrays, indexed by the packet number's low bits, holds {@code base..next};
 * the pieces of all packets lie one behind the other in a second ring. A packet is lost if
 *
 * <ul>
 *   <li>one {@link #reorderPackets} or more after it was acknowledged, or
 *   <li>one that was sent {@link #reorderNanos} or more after it was acknowledged (as RFC 8985), or
 *   <li>a later one was acknowledged, and its own acknowledgement is overdue by that time.
 * </ul>
 *
 * Both bounds grow when a packet arrives that had been given up, and shrink again with time. If no
 * acknowledgement comes at all, the oldest packets are asked for again ({@link #probe}), with
 * growing pauses; at the third time all are given up. A packet that was given up stays for two
 * round trips, so that a late acknowledgement is noticed.
 *
 * <p>Only packets with more than acknowledgements count as in flight; all count for the share lost.
 */
final class SentPackets {
  /** What is done with the pieces of packets whose fate is known. */
  interface Fates {
    void pieceAcked(int channel, long sequence, long now);

    /** The packet that carried it is lost; it may be under way in a later one. */
    void pieceLost(int channel, long sequence, long packet);

    /** It may be lost: worth sending again. */
    void pieceOverdue(int channel, long sequence);

    /** A packet arrived that told what had come up to a number. */
    void acksArrived(long toldUpTo);

    /** A packet with the limits of channels was lost. */
    void windowsLost();
  }

  static final int ELICITING = 1;
  static final int WINDOWS = 2;
  static final int APP_LIMITED = 4;

  /** In place of a number: no acknowledgement was in the packet. */
  static final long NOTHING = Long.MIN_VALUE;

  private static final int ACKED = 8;
  private static final int LOST = 16;

  private static final int SEQUENCE_BITS = 48;
  private static final int FIRST_CAPACITY = 16;
  private static final int MOST_PACKETS = 1 << 16;
  private static final int REORDER_PACKETS = 3;
  private static final int REORDER_STEPS = 32;
  private static final int PACKETS_PER_STEP = 50;
  private static final int MOST_UNTOLD = 128;
  private static final int PROBES_BEFORE_LOSS = 3;
  private static final long LONGEST_PROBE_PAUSE = 2_000_000_000;
  private static final long LEAST_REORDER_NANOS = 1_000_000;

  private final Fates fates;
  private final RoundTrips roundTrips = new RoundTrips();
  private final LossWindow losses = new LossWindow();
  private final AckSample sample = new AckSample();

  private long[] sentAt = new long[FIRST_CAPACITY];
  private int[] sizes = new int[FIRST_CAPACITY];
  private byte[] flags = new byte[FIRST_CAPACITY];
  private long[] toldUpTo = new long[FIRST_CAPACITY];
  private long[] piecesFrom = new long[FIRST_CAPACITY];
  private long[] deliveredThen = new long[FIRST_CAPACITY];
  private long[] elicitingThen = new long[FIRST_CAPACITY];
  private long[] deliveredAtThen = new long[FIRST_CAPACITY];
  private long[] firstSentThen = new long[FIRST_CAPACITY];

  private long[] pieces = new long[FIRST_CAPACITY];
  private long nextPiece;

  /** Where the pieces of the packet begin that is composed. */
  private long composedFrom;

  private final long firstNumber;
  private long base;
  private long next;
  private long largestAcked = -1;
  private long newestAckedSentAt = Long.MIN_VALUE;
  private long inFlight;
  private int elicitingInFlight;
  private long lastElicitingAt;
  private long lossAt = Long.MAX_VALUE;
  private int probes;
  private boolean isReordering;
  private long reorderNanos = LEAST_REORDER_NANOS;
  private long overtakenAfter;

  /** Bytes of eliciting packets ever sent. */
  private long elicitingBytes;

  private long delivered;
  private long deliveredAt;
  private long firstSentAt;

  private long ackedCount;
  private long lostCount;

  SentPackets(Fates fates, long firstNumber) {
    this.fates = fates;
    this.firstNumber = firstNumber;
    base = firstNumber;
    next = firstNumber;
    largestAcked = firstNumber - 1;
  }

  long next() {
    return next;
  }

  /** The number of the first packet of all. */
  long firstNumber() {
    return firstNumber;
  }

  long largestAcked() {
    return largestAcked;
  }

  long inFlight() {
    return inFlight;
  }

  boolean isAnyInFlight() {
    return elicitingInFlight > 0;
  }

  RoundTrips roundTrips() {
    return roundTrips;
  }

  double lossShare() {
    return losses.share();
  }

  long ackedCount() {
    return ackedCount;
  }

  long lostCount() {
    return lostCount;
  }

  /** Notes a piece of the packet that is being composed. */
  void addPiece(int channel, long sequence) {
    if (nextPiece - firstPiece() == pieces.length) {
      growPieces();
    }
    pieces[(int) nextPiece++ & pieces.length - 1] = (long) channel << SEQUENCE_BITS | sequence;
  }

  /** Notes the packet that was composed, with the pieces added before. */
  void sent(int bytes, int itsFlags, long told, long now) {
    if (next - base == sentAt.length) {
      makeRoom();
    }
    int at = index(next);
    sentAt[at] = now;
    sizes[at] = bytes;
    flags[at] = (byte) itsFlags;
    toldUpTo[at] = told;
    piecesFrom[at] = composedFrom;
    composedFrom = nextPiece;
    if (inFlight == 0) {
      firstSentAt = now;
      deliveredAt = now;
    }
    deliveredThen[at] = delivered;
    deliveredAtThen[at] = deliveredAt;
    firstSentThen[at] = firstSentAt;
    if ((itsFlags & ELICITING) != 0) {
      inFlight += bytes;
      elicitingInFlight++;
      lastElicitingAt = now;
      elicitingBytes += bytes;
    }
    elicitingThen[at] = elicitingBytes;
    next++;
  }

  /**
   * An acknowledgement came. It was checked: all numbers were sent.
   *
   * @param frame has it
   * @param at behind its type
   * @return what it told, for the rate; valid until the next; ackedBytes 0 if nothing new
   */
  AckSample acked(byte[] frame, int at, long now) {
    long largest = Wire.expand(next, Wire.getInt(frame, at) & 0xFFFFFFFFL, 32);
    var reader = new VarReader(frame, at + 4);
    long delay = reader.next() * 1000 * Wire.DELAY_UNIT_MICROS;
    int ranges = frame[reader.at++];
    sample.now = now;
    sample.ackedBytes = 0;
    sample.roundTrip = -1;
    sample.deliveryRate = -1;
    sample.sentUpTo = -1;
    long newest = -1;
    boolean isLargestNew = isOpen(largest) && (flags[index(largest)] & ELICITING) != 0;
    long high = largest;
    for (int i = 0; i <= ranges; i++) {
      long low = high - reader.next();
      newest = Math.max(newest, ackRange(Math.max(low, base), high, now));
      if (i < ranges) {
        high = low - 1 - (reader.next() + 1);
      }
    }
    if (newest >= 0) {
      probes = 0;
      if (isLargestNew && newest == largest) {
        long took = Math.max(1, now - sentAt[index(largest)]);
        roundTrips.add(took, delay, now);
        sample.roundTrip = took;
      }
      largestAcked = Math.max(largestAcked, newest);
      if (sentAt[index(newest)] >= newestAckedSentAt) {
        newestAckedSentAt = sentAt[index(newest)];
        overtakenAfter = Math.min(now - newestAckedSentAt, 2 * roundTrips.smoothed());
      }
      rate(newest, now);
    }
    sample.leastRoundTrip = roundTrips.least();
    long lostBefore = lostBytes;
    findLost(now);
    sample.lostBytes = lostBytes - lostBefore;
    sample.inFlight = inFlight;
    sample.loss = losses.share();
    forget(now);
    return sample;
  }

  private long lostBytes;

  /** Bytes of packets in flight that were ever given up. */
  long lostBytes() {
    return lostBytes;
  }

  private boolean isOpen(long number) {
    return number >= base && number < next && (flags[index(number)] & ACKED) == 0;
  }

  /** Marks numbers as acknowledged; returns the highest that is new and in flight, or −1. */
  private long ackRange(long low, long high, long now) {
    long newest = -1;
    int count = 0;
    for (long number = low; number <= high; number++) {
      int at = index(number);
      int its = flags[at];
      if ((its & ACKED) != 0) {
        continue;
      }
      flags[at] = (byte) (its | ACKED);
      if ((its & LOST) != 0) {
        arrivedLate(number, its, now);
      } else {
        count++;
        if ((its & ELICITING) != 0) {
          inFlight -= sizes[at];
          elicitingInFlight--;
          sample.ackedBytes += sizes[at];
        }
      }
      newest = number;
      delivered += sizes[at];
      if (toldUpTo[at] != NOTHING) {
        fates.acksArrived(toldUpTo[at]);
      }
      long end = piecesEnd(number);
      for (long i = piecesFrom[at]; i < end; i++) {
        long piece = pieces[(int) i & pieces.length - 1];
        fates.pieceAcked(channelOf(piece), sequenceOf(piece), now);
      }
    }
    ackedCount += count;
    if (count > 0) {
      reorderNanos =
          Math.max(LEAST_REORDER_NANOS, reorderNanos - count * reorderStep() / PACKETS_PER_STEP);
      losses.arrived(count, now);
    }
    return newest;
  }

  private void arrivedLate(long number, int its, long now) {
    losses.lateArrival(now);
    ackedCount++;
    lostCount--;
    if ((its & ELICITING) != 0) {
      lostBytes -= sizes[index(number)];
    }
    isReordering = true;
    reorderNanos = Math.min(roundTrips.smoothed(), reorderNanos + reorderStep());
  }

  private void rate(long newest, long now) {
    int at = index(newest);
    sample.sentUpTo = elicitingThen[at];
    sample.delivered = delivered;
    sample.deliveredBefore = deliveredThen[at];
    sample.isAppLimited = (flags[at] & APP_LIMITED) != 0;
    deliveredAt = now;
    long interval = Math.max(sentAt[at] - firstSentThen[at], now - deliveredAtThen[at]);
    firstSentAt = sentAt[at];
    if (interval > 0) {
      double bytes = delivered - deliveredThen[at];
      sample.deliveryRate = (long) (bytes * 1e9 / interval);
    }
  }

  private long reorderStep() {
    return Math.max(LEAST_REORDER_NANOS / 2, roundTrips.smoothed() / REORDER_STEPS);
  }

  /** Gives up what must be lost, and finds when the next may be. */
  private void findLost(long now) {
    lossAt = Long.MAX_VALUE;
    long window = reorderNanos;
    long overdue = overtakenAfter + window;
    for (long number = base; number < largestAcked; number++) {
      int at = index(number);
      if ((flags[at] & (ACKED | LOST)) != 0) {
        continue;
      }
      if (!isReordering && largestAcked - number >= REORDER_PACKETS
          || sentAt[at] + window <= newestAckedSentAt
          || sentAt[at] + overdue <= now) {
        lose(number, now);
      } else {
        lossAt = Math.min(lossAt, sentAt[at] + overdue);
      }
    }
  }

  private void lose(long number, long now) {
    int at = index(number);
    flags[at] = (byte) (flags[at] | LOST);
    lostCount++;
    losses.lost(1, now);
    if ((flags[at] & ELICITING) != 0) {
      inFlight -= sizes[at];
      elicitingInFlight--;
      lostBytes += sizes[at];
    }
    if ((flags[at] & WINDOWS) != 0) {
      fates.windowsLost();
    }
    long end = piecesEnd(number);
    for (long i = piecesFrom[at]; i < end; i++) {
      long piece = pieces[(int) i & pieces.length - 1];
      fates.pieceLost(channelOf(piece), sequenceOf(piece), number);
    }
  }

  /**
   * Does what is due by the clock.
   *
   * @return whether a packet should be sent that asks for an acknowledgement, whatever the rate
   */
  boolean advance(long now) {
    if (now >= lossAt) {
      findLost(now);
      forget(now);
    }
    if (!isAnyInFlight() || now < probeAt()) {
      return false;
    }
    probes++;
    lastElicitingAt = now;
    if (probes >= PROBES_BEFORE_LOSS) {
      for (long number = base; number < next; number++) {
        if ((flags[index(number)] & (ACKED | LOST)) == 0) {
          lose(number, now);
        }
      }
    } else {
      probe();
    }
    return true;
  }

  /** Asks for what the two oldest packets in flight carried. */
  private void probe() {
    int found = 0;
    for (long number = base; number < next && found < 2; number++) {
      int at = index(number);
      if ((flags[at] & (ACKED | LOST | ELICITING)) != ELICITING) {
        continue;
      }
      found++;
      if ((flags[at] & WINDOWS) != 0) {
        fates.windowsLost();
      }
      long end = piecesEnd(number);
      for (long i = piecesFrom[at]; i < end; i++) {
        long piece = pieces[(int) i & pieces.length - 1];
        fates.pieceOverdue(channelOf(piece), sequenceOf(piece));
      }
    }
  }

  private long probeAt() {
    long pause = roundTrips.probeTimeout() << Math.min(probes, 5);
    return lastElicitingAt
        + Math.min(pause, Math.max(LONGEST_PROBE_PAUSE, roundTrips.probeTimeout()));
  }

  /** When {@link #advance} has something to do, {@link Long#MAX_VALUE} if never. */
  long nextDeadline() {
    return isAnyInFlight() ? Math.min(lossAt, probeAt()) : lossAt;
  }

  /** Lets go of what is acknowledged, or was given up two round trips ago. */
  private void forget(long now) {
    long keep = 2 * roundTrips.smoothed();
    while (base < next) {
      int its = flags[index(base)];
      boolean isOver =
          (its & ACKED) != 0
              || (its & LOST) != 0 && sentAt[index(base)] + keep <= now
              || (its & ELICITING) == 0 && base < largestAcked - MOST_UNTOLD;
      if (!isOver) {
        return;
      }
      base++;
    }
  }

  private long firstPiece() {
    return base < next ? piecesFrom[index(base)] : composedFrom;
  }

  private long piecesEnd(long number) {
    return number + 1 < next ? piecesFrom[index(number + 1)] : composedFrom;
  }

  private int index(long number) {
    return (int) number & sentAt.length - 1;
  }

  private static int channelOf(long piece) {
    return (int) (piece >>> SEQUENCE_BITS);
  }

  private static long sequenceOf(long piece) {
    return piece & (1L << SEQUENCE_BITS) - 1;
  }

  private void makeRoom() {
    if (sentAt.length < MOST_PACKETS) {
      int capacity = sentAt.length;
      sentAt = larger(sentAt, base, next);
      toldUpTo = larger(toldUpTo, base, next);
      piecesFrom = larger(piecesFrom, base, next);
      deliveredThen = larger(deliveredThen, base, next);
      elicitingThen = larger(elicitingThen, base, next);
      deliveredAtThen = larger(deliveredAtThen, base, next);
      firstSentThen = larger(firstSentThen, base, next);
      var moreSizes = new int[capacity * 2];
      var moreFlags = new byte[capacity * 2];
      for (long number = base; number < next; number++) {
        moreSizes[(int) number & capacity * 2 - 1] = sizes[(int) number & capacity - 1];
        moreFlags[(int) number & capacity * 2 - 1] = flags[(int) number & capacity - 1];
      }
      sizes = moreSizes;
      flags = moreFlags;
      return;
    }
    if ((flags[index(base)] & (ACKED | LOST)) == 0) {
      lose(base, sentAt[index(next - 1)]);
    }
    base++;
  }

  private void growPieces() {
    var more = new long[pieces.length * 2];
    for (long i = firstPiece(); i < nextPiece; i++) {
      more[(int) i & more.length - 1] = pieces[(int) i & pieces.length - 1];
    }
    pieces = more;
  }

  private static long[] larger(long[] ring, long from, long to) {
    var more = new long[ring.length * 2];
    for (long i = from; i < to; i++) {
      more[(int) i & more.length - 1] = ring[(int) i & ring.length - 1];
    }
    return more;
  }

  /** Gives up memory while nothing is under way. */
  void trim() {
    if (base == next && sentAt.length > FIRST_CAPACITY) {
      sentAt = new long[FIRST_CAPACITY];
      sizes = new int[FIRST_CAPACITY];
      flags = new byte[FIRST_CAPACITY];
      toldUpTo = new long[FIRST_CAPACITY];
      piecesFrom = new long[FIRST_CAPACITY];
      deliveredThen = new long[FIRST_CAPACITY];
      elicitingThen = new long[FIRST_CAPACITY];
      deliveredAtThen = new long[FIRST_CAPACITY];
      firstSentThen = new long[FIRST_CAPACITY];
      pieces = new long[FIRST_CAPACITY];
    }
  }

  @Override
  public String toString() {
    return "packets %d..%d, %d bytes in flight, %s"
        .formatted(base, next, inFlight, Arrays.toString(Arrays.copyOf(flags, 4)));
  }
}
