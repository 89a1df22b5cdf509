// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopUringUdp6DatagramTest extends ConnectorDatagramContract {
  LoopUringUdp6DatagramTest() {
    super("loop", "io_uring", Place.UDP6);
  }
}
