// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollLocalAbstractSeqpacketTest extends ConnectorSeqpacketContract {
  VirtualEpollLocalAbstractSeqpacketTest() {
    super("virtual", "epoll", Place.LOCAL_ABSTRACT);
  }
}
