// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopEpollTcp6StreamTest extends ConnectorStreamContract {
  LoopEpollTcp6StreamTest() {
    super("loop", "epoll", Place.TCP6);
  }
}
