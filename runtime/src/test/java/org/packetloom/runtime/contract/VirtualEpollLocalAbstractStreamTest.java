// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollLocalAbstractStreamTest extends ConnectorStreamContract {
  VirtualEpollLocalAbstractStreamTest() {
    super("virtual", "epoll", Place.LOCAL_ABSTRACT);
  }
}
