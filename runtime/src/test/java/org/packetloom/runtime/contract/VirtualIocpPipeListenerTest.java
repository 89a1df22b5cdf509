// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("iocp")
class VirtualIocpPipeListenerTest extends ConnectorListenerContract {
  VirtualIocpPipeListenerTest() {
    super("virtual", "iocp", Place.PIPE);
  }
}
