// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.packetloom.suite.ListenerRecords;

class LoopPollLocalSeqpacketListenerTest extends ConnectorListenerContract
    implements ListenerRecords {
  LoopPollLocalSeqpacketListenerTest() {
    super("loop", "poll", Place.LOCAL_SEQPACKET);
  }
}
