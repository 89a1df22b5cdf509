// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringFifoListenerTest extends ConnectorListenerContract {
  LoopUringFifoListenerTest() {
    super("loop", "io_uring", Place.FIFO);
  }
}
