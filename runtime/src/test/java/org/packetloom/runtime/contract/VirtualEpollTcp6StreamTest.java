// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollTcp6StreamTest extends ConnectorStreamContract {
  VirtualEpollTcp6StreamTest() {
    super("virtual", "epoll", Place.TCP6);
  }
}
