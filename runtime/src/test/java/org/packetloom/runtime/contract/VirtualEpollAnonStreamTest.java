// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollAnonStreamTest extends ConnectorStreamContract {
  VirtualEpollAnonStreamTest() {
    super("virtual", "epoll", Place.ANON);
  }
}
