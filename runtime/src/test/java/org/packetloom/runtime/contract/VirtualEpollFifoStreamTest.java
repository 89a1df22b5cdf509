// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollFifoStreamTest extends ConnectorStreamContract {
  VirtualEpollFifoStreamTest() {
    super("virtual", "epoll", Place.FIFO);
  }
}
