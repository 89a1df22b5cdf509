// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollTcp4ListenerTest extends ConnectorListenerContract {
  VirtualEpollTcp4ListenerTest() {
    super("virtual", "epoll", Place.TCP4);
  }
}
