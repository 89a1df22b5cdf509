// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class VirtualUringTcp4ListenerTest extends ConnectorListenerContract {
  VirtualUringTcp4ListenerTest() {
    super("virtual", "io_uring", Place.TCP4);
  }
}
