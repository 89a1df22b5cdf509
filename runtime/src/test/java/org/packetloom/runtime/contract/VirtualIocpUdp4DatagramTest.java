// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class VirtualIocpUdp4DatagramTest extends ConnectorDatagramContract {
  VirtualIocpUdp4DatagramTest() {
    super("virtual", "iocp", Place.UDP4);
  }
}
