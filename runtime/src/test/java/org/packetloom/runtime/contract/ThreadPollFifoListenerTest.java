// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollFifoListenerTest extends ConnectorListenerContract {
  ThreadPollFifoListenerTest() {
    super("thread", "poll", Place.FIFO);
  }
}
