// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollUdp4DatagramTest extends ConnectorDatagramContract {
  VirtualEpollUdp4DatagramTest() {
    super("virtual", "epoll", Place.UDP4);
  }
}
