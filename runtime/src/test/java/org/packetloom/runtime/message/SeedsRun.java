// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.junit.jupiter.api.Test;

/**
 * Ten thousand seeds of {@link ModelTest} and of {@link ServedSeedsTest}; only with {@code mvn
 * -Pseeds test}. {@code -Dpacketloom.seeds.from} and {@code -Dpacketloom.seeds.to} choose others.
 */
class SeedsRun {
  @Test
  void tenThousandSeeds() {
    ModelTest.play(
        Long.getLong("packetloom.seeds.from", 0), Long.getLong("packetloom.seeds.to", 10_000));
  }

  @Test
  void tenThousandSeedsOfServers() {
    ServedSeedsTest.play(
        Long.getLong("packetloom.seeds.from", 0), Long.getLong("packetloom.seeds.to", 10_000));
  }
}
