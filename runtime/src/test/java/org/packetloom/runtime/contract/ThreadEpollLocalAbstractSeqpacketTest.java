// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollLocalAbstractSeqpacketTest extends ConnectorSeqpacketContract {
  ThreadEpollLocalAbstractSeqpacketTest() {
    super("thread", "epoll", Place.LOCAL_ABSTRACT);
  }
}
