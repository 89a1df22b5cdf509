// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopPollTcpListenerTest extends ConnectorListenerContract {
  LoopPollTcpListenerTest() {
    super("loop", "poll", Place.TCP);
  }
}
