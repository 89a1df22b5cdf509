// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollLocalPathSeqpacketTest extends ConnectorSeqpacketContract {
  VirtualEpollLocalPathSeqpacketTest() {
    super("virtual", "epoll", Place.LOCAL_PATH);
  }
}
