// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollLocalPathDatagramTest extends ConnectorDatagramContract {
  VirtualEpollLocalPathDatagramTest() {
    super("virtual", "epoll", Place.LOCAL_PATH);
  }
}
