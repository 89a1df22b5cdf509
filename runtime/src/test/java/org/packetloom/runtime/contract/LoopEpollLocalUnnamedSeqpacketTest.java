// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollLocalUnnamedSeqpacketTest extends ConnectorSeqpacketContract {
  LoopEpollLocalUnnamedSeqpacketTest() {
    super("loop", "epoll", Place.LOCAL_UNNAMED);
  }
}
