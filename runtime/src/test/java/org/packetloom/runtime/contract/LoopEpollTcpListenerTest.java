// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopEpollTcpListenerTest extends ConnectorListenerContract {
  LoopEpollTcpListenerTest() {
    super("loop", "epoll", Place.TCP);
  }
}
