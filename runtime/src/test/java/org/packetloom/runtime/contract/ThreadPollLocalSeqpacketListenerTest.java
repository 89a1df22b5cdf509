// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;
import org.packetloom.suite.ListenerRecords;

@Tag("matrix")
class ThreadPollLocalSeqpacketListenerTest extends ConnectorListenerContract
    implements ListenerRecords {
  ThreadPollLocalSeqpacketListenerTest() {
    super("thread", "poll", Place.LOCAL_SEQPACKET);
  }
}
