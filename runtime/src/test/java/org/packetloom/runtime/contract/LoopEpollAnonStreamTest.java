// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopEpollAnonStreamTest extends ConnectorStreamContract {
  LoopEpollAnonStreamTest() {
    super("loop", "epoll", Place.ANON);
  }
}
