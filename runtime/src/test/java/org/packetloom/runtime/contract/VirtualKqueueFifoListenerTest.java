// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class VirtualKqueueFifoListenerTest extends ConnectorListenerContract {
  VirtualKqueueFifoListenerTest() {
    super("virtual", "kqueue", Place.FIFO);
  }
}
