// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.junit.jupiter.api.Test;

/**
 * Endpoints against a naive model, over links and with settings at random: the first hundred seeds.
 *
 * <p>{@code mvn -Pseeds test} plays ten thousand. One seed is replayed by {@code mvn -pl runtime
 * -am test -Dtest=ModelTest#seeds -Dsurefire.failIfNoSpecifiedTests=false -Dpacketloom.seed=17}.
 */
class ModelTest {
  private static final int SEEDS = 100;

  @Test
  void seeds() {
    Long only = Long.getLong("packetloom.seed");
    if (only != null) {
      play(only, only + 1);
    } else {
      play(0, SEEDS);
    }
  }

  static void play(long from, long to) {
    for (long seed = from; seed < to; seed++) {
      try {
        new SeededWorld(seed).play();
      } catch (Exception | AssertionError | StackOverflowError e) {
        throw new AssertionError(
            "seed "
                + seed
                + ", replay: mvn -pl runtime -am test -Dtest=ModelTest#seeds"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dpacketloom.seed="
                + seed,
            e);
      }
    }
  }
}
