// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.util.Arrays;

/**
 * Which packets have arrived: finds duplicates, and says what to acknowledge.
 *
 * <p>A ring of bits, one for each of the packet numbers below the highest that arrived: as many as
 * are worth telling, at least {@value #LEAST} and at most {@value #WINDOW}. What lies below {@link
 * #floor} needs no telling: the other side knows of it, as it has acknowledged a packet of ours
 * that told.
 */
final class ReceivedPackets {
  /** How far back duplicates are told from new packets at most; at first it is less. */
  static final int WINDOW = 8192;

  /** How far back they are told at least. */
  static final int LEAST = 1024;

  /** Bytes of the shortest acknowledgement, whatever it tells. */
  static final int LEAST_ACK = 16;

  /** Grows to WINDOW bits; a power of two. */
  private long[] bits = new long[LEAST / 64];

  /** The highest number that arrived; one below the first before that. */
  private long highest;

  private final long firstNumber;
  private long highestArrival;

  /** The lowest number that is worth telling. */
  private long floor;

  ReceivedPackets(long firstNumber) {
    this.firstNumber = firstNumber;
    highest = firstNumber - 1;
    floor = firstNumber;
  }

  long firstNumber() {
    return firstNumber;
  }

  private boolean isEmpty() {
    return highest < firstNumber;
  }

  long highest() {
    return highest;
  }

  boolean isStale(long number) {
    return number <= highest - span();
  }

  /** Whether a number that is not stale has arrived. */
  boolean has(long number) {
    return number <= highest && isSet(number);
  }

  /**
   * Notes an arrival of a number that is neither stale nor here.
   *
   * @return whether all numbers right before it were here, and it is the highest
   */
  boolean add(long number, long now) {
    boolean isNext = number == highest + 1;
    if (number > highest) {
      while (number - floor >= span() && span() < WINDOW) {
        grow();
      }
      clear(highest + 1, number);
      highest = number;
      highestArrival = now;
    }
    set(number);
    floor = Math.min(floor, number);
    return isNext;
  }

  /** The other side knows all that was told up to a number. */
  void toldUpTo(long number) {
    floor = Math.max(floor, number + 1);
  }

  /**
   * Writes a frame that acknowledges the newest, and as many of the older as there is room for.
   *
   * @return where it ends; {@code at} if there is no room or nothing to tell
   */
  int writeAck(byte[] into, int at, int limit, long now) {
    if (isEmpty() || limit - at < LEAST_ACK) {
      return at;
    }
    int next = at;
    into[next++] = Wire.ACK;
    next = Wire.putInt(into, next, (int) highest);
    long delay = Math.max(0, now - highestArrival) / (1000L * Wire.DELAY_UNIT_MICROS);
    next = Wire.putVar(into, next, Math.min(delay, (1 << 14) - 1));
    int countAt = next++;
    // what is told below must be within the ring, and not below the first
    long lowest = Math.max(floor, highest - span() + 1);
    long run = runBelow(highest, lowest);
    next = Wire.putVar(into, next, run - 1);
    long number = highest - run;
    int ranges = 0;
    while (number >= lowest && ranges < 0x7F) {
      long gap = gapBelow(number, lowest);
      if (number - gap < lowest) {
        break;
      }
      run = runBelow(number - gap, lowest);
      if (next + Wire.sizeOfVar(gap - 1) + Wire.sizeOfVar(run - 1) > limit) {
        break;
      }
      next = Wire.putVar(into, next, gap - 1);
      next = Wire.putVar(into, next, run - 1);
      number -= gap + run;
      ranges++;
    }
    into[countAt] = (byte) ranges;
    return next;
  }

  /** How many numbers from one downwards are here, not going below another. */
  private long runBelow(long from, long lowest) {
    long number = from;
    while (number >= lowest) {
      int shift = 63 - (int) (number & 63);
      int ones = Long.numberOfLeadingZeros(~(bits[word(number)] << shift));
      number -= Math.min(ones, 64 - shift);
      if (ones < 64 - shift) {
        break;
      }
    }
    return from - Math.max(number, lowest - 1);
  }

  /** How many numbers from one downwards are missing, not going below another. */
  private long gapBelow(long from, long lowest) {
    long number = from;
    while (number >= lowest) {
      int shift = 63 - (int) (number & 63);
      int zeros = Long.numberOfLeadingZeros(bits[word(number)] << shift);
      number -= Math.min(zeros, 64 - shift);
      if (zeros < 64 - shift) {
        break;
      }
    }
    return from - Math.max(number, lowest - 1);
  }

  private int span() {
    return bits.length << 6;
  }

  private int word(long number) {
    return (int) (number >>> 6) & bits.length - 1;
  }

  private boolean isSet(long number) {
    return (bits[word(number)] >>> number & 1) != 0;
  }

  private void set(long number) {
    bits[word(number)] |= 1L << number;
  }

  /** Clears the bits of numbers that were never seen. */
  private void clear(long from, long to) {
    if (to - from >= span()) {
      Arrays.fill(bits, 0);
      return;
    }
    for (long number = from; number <= to; number++) {
      bits[word(number)] &= ~(1L << number);
    }
  }

  private void grow() {
    var old = bits;
    int oldSpan = span();
    bits = new long[old.length * 2];
    for (long number = Math.max(0, highest - oldSpan + 1); number <= highest; number++) {
      if ((old[(int) (number >>> 6) & old.length - 1] >>> number & 1) != 0) {
        set(number);
      }
    }
  }

  @Override
  public String toString() {
    return "packets up to " + highest + ", told to " + floor;
  }
}
