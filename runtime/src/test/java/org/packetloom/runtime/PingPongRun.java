// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.packetloom.Packetloom;

/**
 * A hundred million round trips for each engine and poller; only with {@code mvn -Plong test}.
 * {@code -Dpacketloom.long.trips} changes the number.
 */
class PingPongRun {
  private static final long ROUND_TRIPS = Long.getLong("packetloom.long.trips", 100_000_000L);

  @EachEngine
  void allArrive(String engine, String poller) throws Exception {
    long began = System.nanoTime();
    try (Packetloom loom = Looms.open(engine, poller)) {
      long played = PingPong.play(loom, ROUND_TRIPS);
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf("%d round trips in %.0f s, %s", played, seconds, loom.dump());
      assertThat(played).isBetween(ROUND_TRIPS - PingPong.PAIRS, ROUND_TRIPS);
    }
  }
}
