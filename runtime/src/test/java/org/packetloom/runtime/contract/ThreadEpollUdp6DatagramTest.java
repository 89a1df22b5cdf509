// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollUdp6DatagramTest extends ConnectorDatagramContract {
  ThreadEpollUdp6DatagramTest() {
    super("thread", "epoll", Place.UDP6);
  }
}
