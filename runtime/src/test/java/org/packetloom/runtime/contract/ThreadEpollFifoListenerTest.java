// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollFifoListenerTest extends ConnectorListenerContract {
  ThreadEpollFifoListenerTest() {
    super("thread", "epoll", Place.FIFO);
  }
}
