// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadEpollLocalUnnamedSeqpacketTest extends ConnectorSeqpacketContract {
  ThreadEpollLocalUnnamedSeqpacketTest() {
    super("thread", "epoll", Place.LOCAL_UNNAMED);
  }
}
