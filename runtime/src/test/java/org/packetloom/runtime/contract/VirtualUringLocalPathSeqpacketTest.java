// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualUringLocalPathSeqpacketTest extends ConnectorSeqpacketContract {
  VirtualUringLocalPathSeqpacketTest() {
    super("virtual", "io_uring", Place.LOCAL_PATH);
  }
}
