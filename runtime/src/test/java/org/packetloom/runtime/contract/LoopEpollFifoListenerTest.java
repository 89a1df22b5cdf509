// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollFifoListenerTest extends ConnectorListenerContract {
  LoopEpollFifoListenerTest() {
    super("loop", "epoll", Place.FIFO);
  }
}
