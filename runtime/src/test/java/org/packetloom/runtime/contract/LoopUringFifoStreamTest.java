// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringFifoStreamTest extends ConnectorStreamContract {
  LoopUringFifoStreamTest() {
    super("loop", "io_uring", Place.FIFO);
  }
}
