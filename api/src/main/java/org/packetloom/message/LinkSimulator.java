// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.packetloom.message.LinkDice.Decision;

/**
 * One direction of a simulated link, which loses, delays, repeats, reorders and damages datagrams.
 *
 * <p>It has no socket, no thread and no clock: times are nanoseconds that the caller gives. They
 * may start anywhere, and should not go back. A link with two directions takes two simulators, with
 * different seeds.
 *
 * <p>
 *
 * {@snippet :
 * var link = LinkSimulator.of(LinkConditions.parse("loss=20%,delay=25ms"), 1);
 * link.send(datagram, now);
 * while (link.deliver(buffer.clear(), now)) {
 *   peer.receive(buffer.flip(), now);
 * }
 * now = Math.min(now + tick, link.nextDelivery());
 * }
 *
 * <p><b>Repeatable.</b> What becomes of the n-th datagram depends on the seed, on n and on the
 * conditions, whatever the machine or its Java. Each kind of mishap is drawn by itself: the numbers
 * of the datagrams that are lost stay the same when the jitter, the rate or the datagrams' sizes
 * change, and so on for the other kinds. Which datagrams the queue drops is a matter of rate, sizes
 * and times alone.
 *
 * <p><b>Order of mishaps.</b> A datagram first has to find room in the queue, and leaves it at the
 * rate. Then it may be lost, or doubled. The datagram and its copy then have mishaps of their own:
 * each may be damaged, and is delayed, with its jitter, and maybe once more to be overtaken.
 *
 * <p>Once the link has carried as much at a time as it ever will, sending and delivering allocate
 * nothing. Memory is bounded by the conditions and by the caller only: whoever never takes what
 * arrives keeps it all.
 *
 * <p>Belongs to one thread at a time.
 */
public final class LinkSimulator {
  /** How many bits are flipped at most in a damaged datagram, besides the first. */
  private static final int MORE_BITS = 7;

  private final LinkDice dice;
  private final InFlight inFlight = new InFlight();
  private final Bottleneck bottleneck = new Bottleneck();

  private LinkConditions conditions;
  private long delayNanos;
  private long jitterNanos;
  private long reorderNanos;

  /** Probabilities of a loss after a loss, and after none. */
  private double lossAfterLoss;

  private double lossAfterNone;

  /** Whether the last datagram was lost, or would have been but for the queue. */
  private boolean isLosing;

  /** When the last one arrives, of those that keep the order. */
  private long lastArrival;

  private boolean hasArrival;

  /** The highest number that has been delivered. */
  private long highestNumber = -1;

  private long sent;
  private long delivered;
  private long lost;
  private long dropped;
  private long duplicated;
  private long corrupted;
  private long reordered;
  private long sentBytes;
  private long wireBytes;
  private long deliveredBytes;

  private LinkSimulator(LinkConditions conditions, long seed) {
    this.dice = new LinkDice(seed);
    this.conditions = conditions;
    apply(conditions);
  }

  /**
   * Makes a link that nothing was sent over.
   *
   * @param conditions what it is like
   * @param seed any number; the same one gives the same link
   * @return a new link
   */
  public static LinkSimulator of(LinkConditions conditions, long seed) {
    return new LinkSimulator(conditions, seed);
  }

  /**
   * What the link is like.
   *
   * @return as chosen
   */
  public LinkConditions conditions() {
    return conditions;
  }

  /**
   * Changes what the link is like for the datagrams sent from now on; those on their way arrive as
   * they would have.
   *
   * @param changed the new conditions
   * @return this link
   */
  public LinkSimulator conditions(LinkConditions changed) {
    apply(changed);
    return this;
  }

  private void apply(LinkConditions changed) {
    conditions = changed;
    delayNanos = changed.delay().toNanos();
    jitterNanos = changed.jitter().toNanos();
    reorderNanos = changed.reorderDelay().toNanos();
    double loss = changed.loss();
    lossAfterLoss = Math.max(loss, 1 - 1 / changed.lossBurst());
    lossAfterNone = loss == 1 ? 1 : loss * (1 - lossAfterLoss) / (1 - loss);
    bottleneck.conditions(changed);
  }

  /**
   * Sends a datagram.
   *
   * @param datagram its remaining bytes, which may be none, are copied, and it is drained
   * @param nowNanos the time
   */
  public void send(ByteBuffer datagram, long nowNanos) {
    send(datagram, null, nowNanos);
  }

  /** Sends a datagram with an object that is delivered with it and with its copy. */
  void send(ByteBuffer datagram, @Nullable Object companion, long nowNanos) {
    int size = datagram.remaining();
    long number = sent++;
    sentBytes += size;
    wireBytes += size + conditions.overheadBytes();
    loseOrNot(number);
    if (!bottleneck.admits(size, nowNanos)) {
      dropped++;
    } else {
      pass(datagram, companion, number, bottleneck.pass(size, nowNanos));
    }
    datagram.position(datagram.limit());
  }

  /** Two states, as in Gilbert's model: all is lost in one, nothing in the other. */
  private void loseOrNot(long number) {
    double probability = isLosing ? lossAfterLoss : lossAfterNone;
    isLosing = dice.decide(Decision.LOSS, number, number == 0 ? conditions.loss() : probability);
  }

  private void pass(ByteBuffer datagram, @Nullable Object companion, long number, long time) {
    if (isLosing) {
      lost++;
      return;
    }
    carry(datagram, companion, 2 * number, time);
    if (dice.decide(Decision.DUPLICATION, number, conditions.duplication())) {
      duplicated++;
      carry(datagram, companion, 2 * number + 1, time);
    }
  }

  /** Carries a datagram of an even number, or its copy of the odd number behind it. */
  private void carry(ByteBuffer datagram, @Nullable Object companion, long number, long time) {
    int size = datagram.remaining();
    byte[] bytes = inFlight.room(size);
    datagram.get(datagram.position(), bytes, 0, size);
    if (size > 0 && dice.decide(Decision.CORRUPTION, number, conditions.corruption())) {
      corrupted++;
      corrupt(bytes, size, LinkDice.next(dice.bits(Decision.CORRUPTION, number)));
    }
    inFlight.add(bytes, size, companion, number, arrival(number, time));
  }

  /** Flips one bit, and with half the chance each some more, but never that one again. */
  private static void corrupt(byte[] bytes, int size, long random) {
    long bits = 8L * size;
    long first = LinkDice.below(random, bits);
    flip(bytes, first);
    long more = LinkDice.next(random);
    for (int i = 0; i < MORE_BITS && (more & 1 << i) != 0; i++) {
      random = LinkDice.next(random ^ i);
      flip(bytes, (first + 1 + LinkDice.below(random, bits - 1)) % bits);
    }
  }

  private static void flip(byte[] bytes, long bit) {
    bytes[(int) (bit >>> 3)] ^= (byte) (1 << (bit & 7));
  }

  private long arrival(long number, long time) {
    long delay = delayNanos;
    if (jitterNanos > 0) {
      delay += dice.below(Decision.JITTER, number, 2 * jitterNanos + 1) - jitterNanos;
    }
    long arrival = time + Math.max(0, delay);
    if (!hasArrival || arrival - lastArrival > 0) {
      lastArrival = arrival;
      hasArrival = true;
    } else if (conditions.keepsOrder()) {
      arrival = lastArrival;
    }
    boolean isHeldBack = dice.decide(Decision.REORDERING, number, conditions.reordering());
    return isHeldBack ? arrival + reorderNanos : arrival;
  }

  /**
   * Delivers the next datagram that has arrived; those that arrive at the same time are in the
   * order in which they were sent.
   *
   * @param into the datagram is put at its position, which moves behind it
   * @param nowNanos the time
   * @return false if none has arrived; the buffer is as it was then
   * @throws BufferOverflowException if the datagram does not fit; it stays the next one
   * @throws java.nio.ReadOnlyBufferException if the buffer is read-only; the same
   */
  public boolean deliver(ByteBuffer into, long nowNanos) {
    if (!hasArrived(nowNanos)) {
      return false;
    }
    into.put(inFlight.firstBytes(), 0, inFlight.firstSize());
    removeFirst();
    return true;
  }

  /** Whether there is a datagram to deliver. */
  boolean hasArrived(long nowNanos) {
    return inFlight.count() > 0 && inFlight.firstTime() - nowNanos <= 0;
  }

  /** Datagrams on the link; the first of them is the next to be delivered. */
  InFlight inFlight() {
    return inFlight;
  }

  /** Counts the first datagram on the link as delivered, and forgets it. */
  void removeFirst() {
    long number = inFlight.firstNumber() >>> 1;
    if (number < highestNumber) {
      reordered++;
    }
    highestNumber = Math.max(highestNumber, number);
    delivered++;
    deliveredBytes += inFlight.firstSize();
    inFlight.removeFirst();
  }

  /**
   * When the next datagram arrives, or has arrived.
   *
   * @return nanoseconds; {@link Long#MAX_VALUE} if none is in flight
   */
  public long nextDelivery() {
    return inFlight.count() > 0 ? inFlight.firstTime() : Long.MAX_VALUE;
  }

  /**
   * What has become of the datagrams so far.
   *
   * @return a copy
   */
  public LinkStatistics statistics() {
    return new LinkStatistics(
        sent,
        delivered,
        lost,
        dropped,
        duplicated,
        corrupted,
        reordered,
        inFlight.count(),
        sentBytes,
        wireBytes,
        deliveredBytes);
  }

  @Override
  public String toString() {
    return "link " + conditions;
  }
}
