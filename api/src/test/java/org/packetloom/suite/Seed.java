// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.util.Random;

/** The seed of all random data of a test run; named with every failure. */
public final class Seed {
  /** Set {@code -Dpacketloom.test.seed} to repeat a run. */
  public static final long VALUE = Long.getLong("packetloom.test.seed", System.nanoTime());

  private Seed() {}

  /** Random numbers of this run: the same ones for each caller. */
  public static Random random() {
    return new Random(VALUE);
  }

  /** Random bytes of this run. */
  public static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random().nextBytes(bytes);
    return bytes;
  }
}
