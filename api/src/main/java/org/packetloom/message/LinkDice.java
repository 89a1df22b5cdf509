// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

/**
 * The random numbers of a simulated link: a function of the seed, of what is decided and of the
 * datagram's number, and of nothing else.
 *
 * <p>Each kind of decision has a key of its own. A draw mixes the key with the number as SplitMix64
 * mixes its counter, so nothing has to be drawn in order, or at all: a decision that is not taken
 * changes no other one.
 *
 * <p>Steele, Lea, Flood, Fast splittable pseudorandom number generators, 2014.
 */
@SuppressWarnings("EnumOrdinal") // an index of keys that are made here
final class LinkDice {
  /** What is decided. */
  enum Decision {
    LOSS,
    DUPLICATION,
    CORRUPTION,
    JITTER,
    REORDERING
  }

  /** The golden ratio's fraction: multiples of it spread evenly. */
  private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

  private static final double UNIT = 0x1p-53;

  private final long[] keys = new long[Decision.values().length];

  LinkDice(long seed) {
    for (int i = 0; i < keys.length; i++) {
      keys[i] = mix(mix(seed) + (i + 1) * STEP);
    }
  }

  /** 64 random bits. */
  long bits(Decision decision, long number) {
    return mix(keys[decision.ordinal()] + number * STEP);
  }

  /** Whether something of a probability happens. */
  boolean decide(Decision decision, long number, double probability) {
    return probability > 0 && (bits(decision, number) >>> 11) * UNIT < probability;
  }

  /** A number from 0 to below a limit, which is above 0. */
  long below(Decision decision, long number, long limit) {
    return below(bits(decision, number), limit);
  }

  /** Makes a number from 0 to below a limit of random bits. */
  static long below(long bits, long limit) {
    return Math.unsignedMultiplyHigh(bits, limit);
  }

  /** Other random bits, made of some. */
  static long next(long bits) {
    return mix(bits + STEP);
  }

  private static long mix(long value) {
    long z = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
    return z ^ z >>> 31;
  }
}
