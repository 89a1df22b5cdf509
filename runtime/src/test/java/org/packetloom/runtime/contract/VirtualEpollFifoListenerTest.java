// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollFifoListenerTest extends ConnectorListenerContract {
  VirtualEpollFifoListenerTest() {
    super("virtual", "epoll", Place.FIFO);
  }
}
