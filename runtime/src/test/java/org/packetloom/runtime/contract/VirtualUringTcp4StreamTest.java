// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.packetloom.suite.Scale;

class VirtualUringTcp4StreamTest extends ConnectorStreamContract {
  VirtualUringTcp4StreamTest() {
    super("virtual", "io_uring", Place.TCP4);
  }

  @Override
  public int openingRounds() {
    return Scale.rounds(10_000);
  }
}
