// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import org.junit.jupiter.api.Tag;

@Tag("matrix")
class ThreadEpollLocalPathStreamTest extends ConnectorStreamContract {
  ThreadEpollLocalPathStreamTest() {
    super("thread", "epoll", Place.LOCAL_PATH);
  }
}
