// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class VirtualIocpTcp4ListenerTest extends ConnectorListenerContract {
  VirtualIocpTcp4ListenerTest() {
    super("virtual", "iocp", Place.TCP4);
  }
}
