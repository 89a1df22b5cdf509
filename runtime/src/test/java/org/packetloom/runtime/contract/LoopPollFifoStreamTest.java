// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollFifoStreamTest extends ConnectorStreamContract {
  LoopPollFifoStreamTest() {
    super("loop", "poll", Place.FIFO);
  }
}
