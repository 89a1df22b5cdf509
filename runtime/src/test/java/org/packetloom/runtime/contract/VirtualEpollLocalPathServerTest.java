// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollLocalPathServerTest extends ConnectorServerContract {
  VirtualEpollLocalPathServerTest() {
    super("virtual", "epoll", Place.LOCAL_PATH);
  }
}
