// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopEpollUdp6DatagramTest extends ConnectorDatagramContract {
  LoopEpollUdp6DatagramTest() {
    super("loop", "epoll", Place.UDP6);
  }
}
