// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopUringTcp6ListenerTest extends ConnectorListenerContract {
  LoopUringTcp6ListenerTest() {
    super("loop", "io_uring", Place.TCP6);
  }
}
