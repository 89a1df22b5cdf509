// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollFifoStreamTest extends ConnectorStreamContract {
  ThreadEpollFifoStreamTest() {
    super("thread", "epoll", Place.FIFO);
  }
}
