// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class LoopKqueueUdp4DatagramTest extends ConnectorDatagramContract {
  LoopKqueueUdp4DatagramTest() {
    super("loop", "kqueue", Place.UDP4);
  }
}
