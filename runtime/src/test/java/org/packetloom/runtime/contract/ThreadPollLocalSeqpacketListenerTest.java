// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.packetloom.suite.ListenerRecords;

class ThreadPollLocalSeqpacketListenerTest extends ConnectorListenerContract
    implements ListenerRecords {
  ThreadPollLocalSeqpacketListenerTest() {
    super("thread", "poll", Place.LOCAL_SEQPACKET);
  }
}
