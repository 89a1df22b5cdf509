// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringLocalSeqpacketServerTest extends ConnectorServerContract {
  LoopUringLocalSeqpacketServerTest() {
    super("loop", "io_uring", Place.LOCAL_SEQPACKET);
  }
}
