// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopPollLocalSeqpacketServerTest extends ConnectorServerContract {
  LoopPollLocalSeqpacketServerTest() {
    super("loop", "poll", Place.LOCAL_SEQPACKET);
  }
}
