// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollUdp4DatagramTest extends ConnectorDatagramContract {
  ThreadEpollUdp4DatagramTest() {
    super("thread", "epoll", Place.UDP4);
  }
}
