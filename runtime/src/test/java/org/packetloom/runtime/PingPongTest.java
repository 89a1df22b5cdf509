// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.packetloom.suite.Scale;

/** Many round trips without a lost wake-up; {@link PingPongRun} is the long form. */
class PingPongTest extends ToolkitTest {
  private static final int ROUND_TRIPS = 200_000;

  @EachEngine
  void allArrive(String engine, String poller) throws Exception {
    int roundTrips = Scale.rounds(ROUND_TRIPS);
    try (var loom = open(engine, poller)) {
      assertThat(PingPong.play(loom, roundTrips))
          .as(loom.dump())
          .isBetween((long) roundTrips - PingPong.PAIRS, (long) roundTrips);
    }
  }
}
