// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringLocalPathSeqpacketTest extends ConnectorSeqpacketContract {
  LoopUringLocalPathSeqpacketTest() {
    super("loop", "io_uring", Place.LOCAL_PATH);
  }
}
