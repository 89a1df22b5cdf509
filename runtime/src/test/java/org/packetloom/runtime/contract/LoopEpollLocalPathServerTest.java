// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollLocalPathServerTest extends ConnectorServerContract {
  LoopEpollLocalPathServerTest() {
    super("loop", "epoll", Place.LOCAL_PATH);
  }
}
