// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class LoopKqueueTcp4ListenerTest extends ConnectorListenerContract {
  LoopKqueueTcp4ListenerTest() {
    super("loop", "kqueue", Place.TCP4);
  }
}
