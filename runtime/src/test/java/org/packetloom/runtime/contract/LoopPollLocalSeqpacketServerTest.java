// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollLocalSeqpacketServerTest extends ConnectorServerContract {
  LoopPollLocalSeqpacketServerTest() {
    super("loop", "poll", Place.LOCAL_SEQPACKET);
  }
}
