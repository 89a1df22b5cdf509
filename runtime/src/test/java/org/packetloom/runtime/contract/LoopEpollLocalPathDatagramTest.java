// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollLocalPathDatagramTest extends ConnectorDatagramContract {
  LoopEpollLocalPathDatagramTest() {
    super("loop", "epoll", Place.LOCAL_PATH);
  }
}
