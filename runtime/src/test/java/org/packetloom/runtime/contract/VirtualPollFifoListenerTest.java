// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class VirtualPollFifoListenerTest extends ConnectorListenerContract {
  VirtualPollFifoListenerTest() {
    super("virtual", "poll", Place.FIFO);
  }
}
