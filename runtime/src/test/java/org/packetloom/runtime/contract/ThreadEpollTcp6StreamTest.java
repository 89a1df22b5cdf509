// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadEpollTcp6StreamTest extends ConnectorStreamContract {
  ThreadEpollTcp6StreamTest() {
    super("thread", "epoll", Place.TCP6);
  }
}
