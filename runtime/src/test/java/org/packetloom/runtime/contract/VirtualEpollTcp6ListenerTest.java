// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollTcp6ListenerTest extends ConnectorListenerContract {
  VirtualEpollTcp6ListenerTest() {
    super("virtual", "epoll", Place.TCP6);
  }
}
