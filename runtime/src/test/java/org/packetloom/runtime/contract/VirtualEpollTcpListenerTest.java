// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollTcpListenerTest extends ConnectorListenerContract {
  VirtualEpollTcpListenerTest() {
    super("virtual", "epoll", Place.TCP);
  }
}
