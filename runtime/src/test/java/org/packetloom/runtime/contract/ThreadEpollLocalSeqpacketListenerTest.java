// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;
import org.packetloom.suite.ListenerRecords;

@Tag("matrix")
class ThreadEpollLocalSeqpacketListenerTest extends ConnectorListenerContract
    implements ListenerRecords {
  ThreadEpollLocalSeqpacketListenerTest() {
    super("thread", "epoll", Place.LOCAL_SEQPACKET);
  }
}
