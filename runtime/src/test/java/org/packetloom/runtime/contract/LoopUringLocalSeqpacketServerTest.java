// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopUringLocalSeqpacketServerTest extends ConnectorServerContract {
  LoopUringLocalSeqpacketServerTest() {
    super("loop", "io_uring", Place.LOCAL_SEQPACKET);
  }
}
