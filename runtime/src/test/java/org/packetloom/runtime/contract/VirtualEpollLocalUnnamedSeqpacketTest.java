// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollLocalUnnamedSeqpacketTest extends ConnectorSeqpacketContract {
  VirtualEpollLocalUnnamedSeqpacketTest() {
    super("virtual", "epoll", Place.LOCAL_UNNAMED);
  }
}
