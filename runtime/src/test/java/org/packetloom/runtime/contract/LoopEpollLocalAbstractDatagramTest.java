// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class LoopEpollLocalAbstractDatagramTest extends ConnectorDatagramContract {
  LoopEpollLocalAbstractDatagramTest() {
    super("loop", "epoll", Place.LOCAL_ABSTRACT);
  }
}
