// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.packetloom.suite.Scale;

class VirtualEpollTcp4StreamTest extends ConnectorStreamContract {
  VirtualEpollTcp4StreamTest() {
    super("virtual", "epoll", Place.TCP4);
  }

  @Override
  public int openingRounds() {
    return Scale.rounds(10_000);
  }
}
