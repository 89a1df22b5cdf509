// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopPollLocalPathSeqpacketTest extends ConnectorSeqpacketContract {
  LoopPollLocalPathSeqpacketTest() {
    super("loop", "poll", Place.LOCAL_PATH);
  }
}
