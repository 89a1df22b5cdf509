// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.packetloom.suite.ListenerRecords;

class VirtualEpollLocalSeqpacketListenerTest extends ConnectorListenerContract
    implements ListenerRecords {
  VirtualEpollLocalSeqpacketListenerTest() {
    super("virtual", "epoll", Place.LOCAL_SEQPACKET);
  }
}
