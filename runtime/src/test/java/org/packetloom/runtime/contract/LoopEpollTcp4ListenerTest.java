// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollTcp4ListenerTest extends ConnectorListenerContract {
  LoopEpollTcp4ListenerTest() {
    super("loop", "epoll", Place.TCP4);
  }
}
