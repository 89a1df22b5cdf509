// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollFifoStreamTest extends ConnectorStreamContract {
  LoopEpollFifoStreamTest() {
    super("loop", "epoll", Place.FIFO);
  }
}
