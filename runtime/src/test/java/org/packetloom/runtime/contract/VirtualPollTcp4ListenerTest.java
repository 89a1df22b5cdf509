// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class VirtualPollTcp4ListenerTest extends ConnectorListenerContract {
  VirtualPollTcp4ListenerTest() {
    super("virtual", "poll", Place.TCP4);
  }
}
