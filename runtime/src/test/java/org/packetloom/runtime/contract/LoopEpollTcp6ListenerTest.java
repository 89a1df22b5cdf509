// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollTcp6ListenerTest extends ConnectorListenerContract {
  LoopEpollTcp6ListenerTest() {
    super("loop", "epoll", Place.TCP6);
  }
}
