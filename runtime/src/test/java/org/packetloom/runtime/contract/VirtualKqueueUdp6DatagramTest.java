// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class VirtualKqueueUdp6DatagramTest extends ConnectorDatagramContract {
  VirtualKqueueUdp6DatagramTest() {
    super("virtual", "kqueue", Place.UDP6);
  }
}
