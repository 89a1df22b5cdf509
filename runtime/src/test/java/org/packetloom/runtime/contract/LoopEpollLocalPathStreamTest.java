// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollLocalPathStreamTest extends ConnectorStreamContract {
  LoopEpollLocalPathStreamTest() {
    super("loop", "epoll", Place.LOCAL_PATH);
  }
}
