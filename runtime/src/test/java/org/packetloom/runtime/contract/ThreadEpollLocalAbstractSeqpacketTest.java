// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadEpollLocalAbstractSeqpacketTest extends ConnectorSeqpacketContract {
  ThreadEpollLocalAbstractSeqpacketTest() {
    super("thread", "epoll", Place.LOCAL_ABSTRACT);
  }
}
