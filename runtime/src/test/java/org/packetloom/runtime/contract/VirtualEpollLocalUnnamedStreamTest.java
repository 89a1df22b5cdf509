// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollLocalUnnamedStreamTest extends ConnectorStreamContract {
  VirtualEpollLocalUnnamedStreamTest() {
    super("virtual", "epoll", Place.LOCAL_UNNAMED);
  }
}
