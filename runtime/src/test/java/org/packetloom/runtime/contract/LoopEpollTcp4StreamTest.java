// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.packetloom.suite.Scale;

class LoopEpollTcp4StreamTest extends ConnectorStreamContract {
  LoopEpollTcp4StreamTest() {
    super("loop", "epoll", Place.TCP4);
  }

  @Override
  public int openingRounds() {
    return Scale.rounds(10_000);
  }
}
