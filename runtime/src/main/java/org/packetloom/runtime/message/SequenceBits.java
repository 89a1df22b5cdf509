// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/** A bit for each of a range of sequence numbers that moves up; a ring that grows by need. */
final class SequenceBits {
  private static final int FIRST_WORDS = 2;

  /** A power of two. */
  private long[] bits = new long[FIRST_WORDS];

  boolean isSet(long number) {
    return (bits[word(number)] >>> number & 1) != 0;
  }

  void set(long number) {
    bits[word(number)] |= 1L << number;
  }

  void clear(long number) {
    bits[word(number)] &= ~(1L << number);
  }

  /** Makes room for all numbers from one to another; those above {@code to} are clear. */
  void ensureSpan(long from, long to) {
    int words = bits.length;
    while (to - from >= (long) words << 6) {
      words *= 2;
    }
    if (words == bits.length) {
      return;
    }
    var old = bits;
    bits = new long[words];
    for (long number = from; number < from + ((long) old.length << 6); number++) {
      if ((old[(int) (number >>> 6) & old.length - 1] >>> number & 1) != 0) {
        set(number);
      }
    }
  }

  private int word(long number) {
    return (int) (number >>> 6) & bits.length - 1;
  }
}
