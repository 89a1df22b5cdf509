// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopPollTcp6ListenerTest extends ConnectorListenerContract {
  LoopPollTcp6ListenerTest() {
    super("loop", "poll", Place.TCP6);
  }
}
