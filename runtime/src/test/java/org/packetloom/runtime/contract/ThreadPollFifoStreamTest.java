// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollFifoStreamTest extends ConnectorStreamContract {
  ThreadPollFifoStreamTest() {
    super("thread", "poll", Place.FIFO);
  }
}
