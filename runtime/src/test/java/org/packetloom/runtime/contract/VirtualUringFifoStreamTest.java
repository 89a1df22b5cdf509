// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualUringFifoStreamTest extends ConnectorStreamContract {
  VirtualUringFifoStreamTest() {
    super("virtual", "io_uring", Place.FIFO);
  }
}
