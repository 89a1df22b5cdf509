// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.packetloom.suite.ListenerRecords;

class VirtualPollLocalSeqpacketListenerTest extends ConnectorListenerContract
    implements ListenerRecords {
  VirtualPollLocalSeqpacketListenerTest() {
    super("virtual", "poll", Place.LOCAL_SEQPACKET);
  }
}
