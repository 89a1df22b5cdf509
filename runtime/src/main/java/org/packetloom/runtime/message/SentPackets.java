// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.runtime.message.RateControl.AckSample;

/**
 * The packets that were sent, until their fate is known: acknowledged, or given up as lost.
 *
 * <p>A packet is lost if
 *
 * <ul>
 *   <li>one sent a {@link ReorderWindow} or more after it was acknowledged (as RFC 8985), or
 *   <li>one sent after it was acknowledged, and its own acknowledgement is late by that time, or
 *   <li>the third after it was acknowledged, while packets were never seen to overtake others.
 * </ul>
 *
 * If no acknowledgement comes at all, what the oldest packets carried is sent again ({@link
 * #probe}), with growing pauses; at the third time all are given up. A packet that was given up
 * stays for two round trips, so that a late acknowledgement is noticed.
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
  private static final int KNOWN = ACKED | LOST;

  private static final int REORDER_PACKETS = 3;
  private static final int MOST_UNTOLD = 128;
  private static final int PROBED_PACKETS = 2;
  private static final long LEAST_KEEP_NANOS = 1_000_000_000;
  private static final int PROBES_BEFORE_LOSS = 3;
  private static final int MOST_DOUBLINGS = 5;
  private static final long LONGEST_PROBE_PAUSE = 2_000_000_000;

  private final Fates fates;
  private final RoundTrips roundTrips = new RoundTrips();
  private final LossWindow losses = new LossWindow();
  private final ReorderWindow reorder = new ReorderWindow();
  private final AckSample sample = new AckSample();
  private final VarReader reader = new VarReader();
  private final PacketRing ring;
  private final DeliveryRate deliveries;
  private final long firstNumber;

  private long largestAcked;
  private long newestAckedSentAt = Long.MIN_VALUE;

  /** All below are known to be acknowledged or lost. */
  private long firstOpen;

  /** How long the newest packet acknowledged took: one sent before is late after that. */
  private long overtakenAfter;

  private long inFlight;
  private int elicitingInFlight;
  private long lastElicitingAt;
  private long lossAt = Long.MAX_VALUE;
  private int probes;

  /** Bytes of packets that were in flight and given up. */
  private long lostBytes;

  private long ackedCount;
  private long lostCount;

  SentPackets(Fates fates, long firstNumber) {
    this.fates = fates;
    this.firstNumber = firstNumber;
    ring = new PacketRing(firstNumber);
    deliveries = new DeliveryRate(ring);
    largestAcked = firstNumber - 1;
  }

  long next() {
    return ring.next();
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

  /** Bytes of packets in flight that were ever given up. */
  long lostBytes() {
    return lostBytes;
  }

  /** Notes a piece of the packet that is being composed. */
  void addPiece(int channel, long sequence) {
    ring.addPiece(channel, sequence);
  }

  /** Notes the packet that was composed, with the pieces added before. */
  void sent(int bytes, int flags, long told, long now) {
    if (ring.isFull()) {
      if ((ring.flags(ring.base()) & KNOWN) == 0) {
        lose(ring.base(), now);
      }
      ring.removeFirst();
    }
    ring.add(now, bytes, flags, told);
    boolean isEliciting = (flags & ELICITING) != 0;
    deliveries.sent(isEliciting ? bytes : 0, inFlight == 0, now);
    if (isEliciting) {
      inFlight += bytes;
      elicitingInFlight++;
      lastElicitingAt = now;
    }
  }

  /**
   * An acknowledgement came. It was checked: all numbers were sent.
   *
   * @param frame has it
   * @param at behind its type
   * @return what it told, for the rate; valid until the next; ackedBytes 0 if nothing new
   */
  AckSample acked(byte[] frame, int at, long now) {
    long largest = Wire.expand(ring.next(), Wire.getInt(frame, at) & 0xFFFFFFFFL, 32);
    reader.begin(frame, at + 4);
    long delay = reader.next() * 1000 * Wire.DELAY_UNIT_MICROS;
    int ranges = frame[reader.at++];
    sample.begin(now);
    boolean isLargestNew =
        largest >= ring.base() && (ring.flags(largest) & (ACKED | ELICITING)) == ELICITING;
    long newest = -1;
    long high = largest;
    for (int i = 0; i <= ranges; i++) {
      long low = high - reader.next();
      newest = Math.max(newest, ackRange(Math.max(low, ring.base()), high, now));
      if (i < ranges) {
        high = low - 1 - (reader.next() + 1);
      }
    }
    if (newest >= 0) {
      newestAcked(newest, isLargestNew && newest == largest, delay, now);
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

  /** Marks numbers as acknowledged; returns the highest that is new, or −1. */
  private long ackRange(long low, long high, long now) {
    long newest = -1;
    int count = 0;
    for (long number = low; number <= high; number++) {
      int flags = ring.flags(number);
      if ((flags & ACKED) != 0) {
        continue;
      }
      ring.addFlag(number, ACKED);
      newest = number;
      if ((flags & LOST) != 0) {
        arrivedLate(number, flags, now);
      } else {
        count++;
        settle(number, flags);
        sample.ackedBytes += (flags & ELICITING) != 0 ? ring.size(number) : 0;
      }
      deliveries.arrived(ring.size(number));
      if (ring.told(number) != NOTHING) {
        fates.acksArrived(ring.told(number));
      }
      long end = ring.piecesEnd(number);
      for (long piece = ring.piecesFrom(number); piece < end; piece++) {
        fates.pieceAcked(ring.channel(piece), ring.sequence(piece), now);
      }
    }
    if (count > 0) {
      ackedCount += count;
      reorder.acked(count, roundTrips.smoothed());
      losses.arrived(count, now);
    }
    return newest;
  }

  /** A packet is in flight no more. */
  private void settle(long number, int flags) {
    if ((flags & ELICITING) != 0) {
      inFlight -= ring.size(number);
      elicitingInFlight--;
    }
  }

  private void arrivedLate(long number, int flags, long now) {
    losses.lateArrival(now);
    ackedCount++;
    lostCount--;
    if ((flags & ELICITING) != 0) {
      lostBytes -= ring.size(number);
    }
    reorder.arrivedLate(roundTrips.smoothed());
  }

  private void newestAcked(long newest, boolean isSample, long delay, long now) {
    probes = 0;
    long sentAt = ring.sentAt(newest);
    if (isSample) {
      long took = Math.max(1, now - sentAt);
      roundTrips.add(took, delay, now);
      sample.roundTrip = took;
    }
    largestAcked = Math.max(largestAcked, newest);
    if (sentAt >= newestAckedSentAt) {
      newestAckedSentAt = sentAt;
      overtakenAfter = Math.min(now - sentAt, 2 * roundTrips.smoothed());
    }
    deliveries.sample(sample, newest, (ring.flags(newest) & APP_LIMITED) != 0, now);
  }

  /** Gives up what must be lost, and finds when the next may be. */
  private void findLost(long now) {
    lossAt = Long.MAX_VALUE;
    long window = reorder.nanos();
    long late = overtakenAfter + window;
    firstOpen = Math.max(firstOpen, ring.base());
    while (firstOpen < largestAcked && (ring.flags(firstOpen) & KNOWN) != 0) {
      firstOpen++;
    }
    for (long number = firstOpen; number < largestAcked; number++) {
      if ((ring.flags(number) & KNOWN) != 0) {
        continue;
      }
      long sentAt = ring.sentAt(number);
      if (!reorder.isReordering() && largestAcked - number >= REORDER_PACKETS
          || sentAt + window <= newestAckedSentAt
          || sentAt + late <= now) {
        lose(number, now);
      } else {
        lossAt = Math.min(lossAt, sentAt + late);
      }
    }
  }

  private void lose(long number, long now) {
    int flags = ring.flags(number);
    ring.addFlag(number, LOST);
    lostCount++;
    losses.lost(1, now);
    settle(number, flags);
    lostBytes += (flags & ELICITING) != 0 ? ring.size(number) : 0;
    if ((flags & WINDOWS) != 0) {
      fates.windowsLost();
    }
    long end = ring.piecesEnd(number);
    for (long piece = ring.piecesFrom(number); piece < end; piece++) {
      fates.pieceLost(ring.channel(piece), ring.sequence(piece), number);
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
    if (probes < PROBES_BEFORE_LOSS) {
      probe();
      return true;
    }
    for (long number = ring.base(); number < ring.next(); number++) {
      if ((ring.flags(number) & KNOWN) == 0) {
        lose(number, now);
      }
    }
    return true;
  }

  /** Asks for what the oldest packets in flight carried. */
  private void probe() {
    int found = 0;
    for (long number = ring.base(); number < ring.next() && found < PROBED_PACKETS; number++) {
      int flags = ring.flags(number);
      if ((flags & (KNOWN | ELICITING)) != ELICITING) {
        continue;
      }
      found++;
      if ((flags & WINDOWS) != 0) {
        fates.windowsLost();
      }
      long end = ring.piecesEnd(number);
      for (long piece = ring.piecesFrom(number); piece < end; piece++) {
        fates.pieceOverdue(ring.channel(piece), ring.sequence(piece));
      }
    }
  }

  private long probeAt() {
    long timeout = roundTrips.probeTimeout();
    long pause = timeout << Math.min(probes, MOST_DOUBLINGS);
    return lastElicitingAt + Math.min(pause, Math.max(LONGEST_PROBE_PAUSE, timeout));
  }

  /** When {@link #advance} has something to do, {@link Long#MAX_VALUE} if never. */
  long nextDeadline() {
    return isAnyInFlight() ? Math.min(lossAt, probeAt()) : lossAt;
  }

  /**
   * Lets go of what is acknowledged, or was sent so long ago that it will not be. Jitter makes some
   * late by many round trips, of which only those of the fastest are measured.
   */
  private void forget(long now) {
    long keep = Math.max(2 * roundTrips.smoothed(), LEAST_KEEP_NANOS);
    while (!ring.isEmpty()) {
      long number = ring.base();
      int flags = ring.flags(number);
      boolean isOver =
          (flags & ACKED) != 0
              || (flags & LOST) != 0 && ring.sentAt(number) + keep <= now
              || (flags & ELICITING) == 0 && number < largestAcked - MOST_UNTOLD;
      if (!isOver) {
        return;
      }
      ring.removeFirst();
    }
  }

  /** Gives up memory while nothing is under way. */
  void trim() {
    ring.trim();
  }

  @Override
  public String toString() {
    return "packets %d..%d, %d bytes in flight".formatted(ring.base(), ring.next(), inFlight);
  }
}
