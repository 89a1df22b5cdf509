// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadEpollUdp6DatagramTest extends ConnectorDatagramContract {
  ThreadEpollUdp6DatagramTest() {
    super("thread", "epoll", Place.UDP6);
  }
}
