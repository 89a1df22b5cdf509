// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollLocalAbstractListenerTest extends ConnectorListenerContract {
  VirtualEpollLocalAbstractListenerTest() {
    super("virtual", "epoll", Place.LOCAL_ABSTRACT);
  }
}
