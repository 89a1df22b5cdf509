// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class VirtualIocpUdp6DatagramTest extends ConnectorDatagramContract {
  VirtualIocpUdp6DatagramTest() {
    super("virtual", "iocp", Place.UDP6);
  }
}
