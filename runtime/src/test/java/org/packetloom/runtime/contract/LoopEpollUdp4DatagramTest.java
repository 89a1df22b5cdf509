// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollUdp4DatagramTest extends ConnectorDatagramContract {
  LoopEpollUdp4DatagramTest() {
    super("loop", "epoll", Place.UDP4);
  }
}
