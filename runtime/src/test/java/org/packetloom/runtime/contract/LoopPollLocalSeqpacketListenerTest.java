// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;
import org.packetloom.suite.ListenerRecords;

@Tag("matrix")
class LoopPollLocalSeqpacketListenerTest extends ConnectorListenerContract
    implements ListenerRecords {
  LoopPollLocalSeqpacketListenerTest() {
    super("loop", "poll", Place.LOCAL_SEQPACKET);
  }
}
