// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class VirtualPollLocalPathSeqpacketTest extends ConnectorSeqpacketContract {
  VirtualPollLocalPathSeqpacketTest() {
    super("virtual", "poll", Place.LOCAL_PATH);
  }
}
