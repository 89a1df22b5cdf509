// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollLocalPathListenerTest extends ConnectorListenerContract {
  VirtualEpollLocalPathListenerTest() {
    super("virtual", "epoll", Place.LOCAL_PATH);
  }
}
