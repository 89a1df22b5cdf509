// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollTcp4ServerTest extends ConnectorServerContract {
  VirtualEpollTcp4ServerTest() {
    super("virtual", "epoll", Place.TCP4);
  }
}
