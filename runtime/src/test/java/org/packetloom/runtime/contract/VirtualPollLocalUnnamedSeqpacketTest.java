// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollLocalUnnamedSeqpacketTest extends ConnectorSeqpacketContract {
  VirtualPollLocalUnnamedSeqpacketTest() {
    super("virtual", "poll", Place.LOCAL_UNNAMED);
  }
}
