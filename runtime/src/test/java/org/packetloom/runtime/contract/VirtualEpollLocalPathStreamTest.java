// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollLocalPathStreamTest extends ConnectorStreamContract {
  VirtualEpollLocalPathStreamTest() {
    super("virtual", "epoll", Place.LOCAL_PATH);
  }
}
