// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringLocalUnnamedSeqpacketTest extends ConnectorSeqpacketContract {
  LoopUringLocalUnnamedSeqpacketTest() {
    super("loop", "io_uring", Place.LOCAL_UNNAMED);
  }
}
