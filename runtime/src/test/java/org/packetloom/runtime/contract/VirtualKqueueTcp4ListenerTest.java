// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("kqueue")
class VirtualKqueueTcp4ListenerTest extends ConnectorListenerContract {
  VirtualKqueueTcp4ListenerTest() {
    super("virtual", "kqueue", Place.TCP4);
  }
}
