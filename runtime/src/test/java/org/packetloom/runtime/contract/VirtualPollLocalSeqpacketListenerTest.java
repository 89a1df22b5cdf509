// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;
import org.packetloom.suite.ListenerRecords;

@Tag("matrix")
class VirtualPollLocalSeqpacketListenerTest extends ConnectorListenerContract
    implements ListenerRecords {
  VirtualPollLocalSeqpacketListenerTest() {
    super("virtual", "poll", Place.LOCAL_SEQPACKET);
  }
}
