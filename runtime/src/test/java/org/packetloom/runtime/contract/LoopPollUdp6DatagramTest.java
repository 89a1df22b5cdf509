// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopPollUdp6DatagramTest extends ConnectorDatagramContract {
  LoopPollUdp6DatagramTest() {
    super("loop", "poll", Place.UDP6);
  }
}
