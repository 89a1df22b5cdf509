// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollLocalUnnamedSeqpacketTest extends ConnectorSeqpacketContract {
  ThreadEpollLocalUnnamedSeqpacketTest() {
    super("thread", "epoll", Place.LOCAL_UNNAMED);
  }
}
