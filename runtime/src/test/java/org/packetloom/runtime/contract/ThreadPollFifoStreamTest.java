// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadPollFifoStreamTest extends ConnectorStreamContract {
  ThreadPollFifoStreamTest() {
    super("thread", "poll", Place.FIFO);
  }
}
