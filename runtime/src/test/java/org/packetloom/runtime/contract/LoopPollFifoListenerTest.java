// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollFifoListenerTest extends ConnectorListenerContract {
  LoopPollFifoListenerTest() {
    super("loop", "poll", Place.FIFO);
  }
}
