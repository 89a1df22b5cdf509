// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollLocalPathListenerTest extends ConnectorListenerContract {
  LoopEpollLocalPathListenerTest() {
    super("loop", "epoll", Place.LOCAL_PATH);
  }
}
