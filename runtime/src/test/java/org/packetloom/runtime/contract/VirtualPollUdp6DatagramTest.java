// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class VirtualPollUdp6DatagramTest extends ConnectorDatagramContract {
  VirtualPollUdp6DatagramTest() {
    super("virtual", "poll", Place.UDP6);
  }
}
