// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollTcpListenerTest extends ConnectorListenerContract {
  LoopEpollTcpListenerTest() {
    super("loop", "epoll", Place.TCP);
  }
}
