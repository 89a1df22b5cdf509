// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopPollFifoStreamTest extends ConnectorStreamContract {
  LoopPollFifoStreamTest() {
    super("loop", "poll", Place.FIFO);
  }
}
