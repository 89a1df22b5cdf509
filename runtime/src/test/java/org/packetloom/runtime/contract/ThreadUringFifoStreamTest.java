// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadUringFifoStreamTest extends ConnectorStreamContract {
  ThreadUringFifoStreamTest() {
    super("thread", "io_uring", Place.FIFO);
  }
}
