// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadEpollAnonStreamTest extends ConnectorStreamContract {
  ThreadEpollAnonStreamTest() {
    super("thread", "epoll", Place.ANON);
  }
}
