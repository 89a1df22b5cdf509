// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollFifoListenerTest extends ConnectorListenerContract {
  VirtualPollFifoListenerTest() {
    super("virtual", "poll", Place.FIFO);
  }
}
