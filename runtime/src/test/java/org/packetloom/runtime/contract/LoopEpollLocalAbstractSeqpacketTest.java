// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollLocalAbstractSeqpacketTest extends ConnectorSeqpacketContract {
  LoopEpollLocalAbstractSeqpacketTest() {
    super("loop", "epoll", Place.LOCAL_ABSTRACT);
  }
}
