// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopUringLocalAbstractSeqpacketTest extends ConnectorSeqpacketContract {
  LoopUringLocalAbstractSeqpacketTest() {
    super("loop", "io_uring", Place.LOCAL_ABSTRACT);
  }
}
