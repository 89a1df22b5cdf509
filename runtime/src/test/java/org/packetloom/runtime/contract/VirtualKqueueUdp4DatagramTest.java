// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class VirtualKqueueUdp4DatagramTest extends ConnectorDatagramContract {
  VirtualKqueueUdp4DatagramTest() {
    super("virtual", "kqueue", Place.UDP4);
  }
}
