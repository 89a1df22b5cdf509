// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.packetloom.suite.Scale;

class LoopUringTcp4StreamTest extends ConnectorStreamContract {
  LoopUringTcp4StreamTest() {
    super("loop", "io_uring", Place.TCP4);
  }

  @Override
  public int openingRounds() {
    return Scale.rounds(10_000);
  }
}
