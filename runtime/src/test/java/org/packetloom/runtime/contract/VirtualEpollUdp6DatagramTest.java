// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollUdp6DatagramTest extends ConnectorDatagramContract {
  VirtualEpollUdp6DatagramTest() {
    super("virtual", "epoll", Place.UDP6);
  }
}
