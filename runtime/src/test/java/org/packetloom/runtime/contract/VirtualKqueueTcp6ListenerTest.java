// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class VirtualKqueueTcp6ListenerTest extends ConnectorListenerContract {
  VirtualKqueueTcp6ListenerTest() {
    super("virtual", "kqueue", Place.TCP6);
  }
}
