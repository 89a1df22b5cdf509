// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollLocalPathSeqpacketTest extends ConnectorSeqpacketContract {
  ThreadEpollLocalPathSeqpacketTest() {
    super("thread", "epoll", Place.LOCAL_PATH);
  }
}
