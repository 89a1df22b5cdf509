// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.packetloom.suite.ListenerRecords;

class LoopEpollLocalSeqpacketListenerTest extends ConnectorListenerContract
    implements ListenerRecords {
  LoopEpollLocalSeqpacketListenerTest() {
    super("loop", "epoll", Place.LOCAL_SEQPACKET);
  }
}
