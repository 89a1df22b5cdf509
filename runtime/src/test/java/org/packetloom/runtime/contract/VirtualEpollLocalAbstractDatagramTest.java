// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollLocalAbstractDatagramTest extends ConnectorDatagramContract {
  VirtualEpollLocalAbstractDatagramTest() {
    super("virtual", "epoll", Place.LOCAL_ABSTRACT);
  }
}
