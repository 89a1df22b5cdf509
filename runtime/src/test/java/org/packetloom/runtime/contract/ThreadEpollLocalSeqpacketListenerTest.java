// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.packetloom.suite.ListenerRecords;

class ThreadEpollLocalSeqpacketListenerTest extends ConnectorListenerContract
    implements ListenerRecords {
  ThreadEpollLocalSeqpacketListenerTest() {
    super("thread", "epoll", Place.LOCAL_SEQPACKET);
  }
}
