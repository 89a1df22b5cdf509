// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollLocalPathSeqpacketTest extends ConnectorSeqpacketContract {
  VirtualPollLocalPathSeqpacketTest() {
    super("virtual", "poll", Place.LOCAL_PATH);
  }
}
