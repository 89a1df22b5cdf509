// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollLocalPathSeqpacketTest extends ConnectorSeqpacketContract {
  LoopEpollLocalPathSeqpacketTest() {
    super("loop", "epoll", Place.LOCAL_PATH);
  }
}
