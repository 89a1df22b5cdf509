// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollUdp6DatagramTest extends ConnectorDatagramContract {
  LoopEpollUdp6DatagramTest() {
    super("loop", "epoll", Place.UDP6);
  }
}
