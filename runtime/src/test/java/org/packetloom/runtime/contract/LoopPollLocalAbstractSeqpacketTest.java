// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollLocalAbstractSeqpacketTest extends ConnectorSeqpacketContract {
  LoopPollLocalAbstractSeqpacketTest() {
    super("loop", "poll", Place.LOCAL_ABSTRACT);
  }
}
