// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.packetloom.suite.ListenerRecords;

class LoopUringLocalSeqpacketListenerTest extends ConnectorListenerContract
    implements ListenerRecords {
  LoopUringLocalSeqpacketListenerTest() {
    super("loop", "io_uring", Place.LOCAL_SEQPACKET);
  }
}
