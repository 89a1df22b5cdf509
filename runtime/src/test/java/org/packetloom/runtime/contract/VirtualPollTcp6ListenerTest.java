// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class VirtualPollTcp6ListenerTest extends ConnectorListenerContract {
  VirtualPollTcp6ListenerTest() {
    super("virtual", "poll", Place.TCP6);
  }
}
