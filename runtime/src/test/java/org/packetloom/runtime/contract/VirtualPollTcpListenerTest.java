// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class VirtualPollTcpListenerTest extends ConnectorListenerContract {
  VirtualPollTcpListenerTest() {
    super("virtual", "poll", Place.TCP);
  }
}
