// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.junit.jupiter.api.Test;

/**
 * Games of a server and its clients at random: the first dozen seeds. One is replayed by {@code mvn
 * -pl runtime -am test -Dtest=ServedSeedsTest#seeds -Dsurefire.failIfNoSpecifiedTests=false
 * -Dpacketloom.seed=17}.
 */
class ServedSeedsTest {
  private static final int SEEDS = 12;

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
        new ServedGame(seed).play();
      } catch (Exception | AssertionError | StackOverflowError e) {
        throw new AssertionError(
            "seed "
                + seed
                + ", replay: mvn -pl runtime -am test -Dtest=ServedSeedsTest#seeds"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dpacketloom.seed="
                + seed,
            e);
      }
    }
  }
}
