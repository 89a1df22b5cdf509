// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopPollTcp4ListenerTest extends ConnectorListenerContract {
  LoopPollTcp4ListenerTest() {
    super("loop", "poll", Place.TCP4);
  }
}
