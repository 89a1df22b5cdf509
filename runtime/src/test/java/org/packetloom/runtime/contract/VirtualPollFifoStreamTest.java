// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollFifoStreamTest extends ConnectorStreamContract {
  VirtualPollFifoStreamTest() {
    super("virtual", "poll", Place.FIFO);
  }
}
