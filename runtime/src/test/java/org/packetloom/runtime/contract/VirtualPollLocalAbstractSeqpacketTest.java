// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollLocalAbstractSeqpacketTest extends ConnectorSeqpacketContract {
  VirtualPollLocalAbstractSeqpacketTest() {
    super("virtual", "poll", Place.LOCAL_ABSTRACT);
  }
}
