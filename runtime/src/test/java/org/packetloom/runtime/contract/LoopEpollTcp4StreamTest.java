// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollTcp4StreamTest extends ConnectorStreamContract {
  LoopEpollTcp4StreamTest() {
    super("loop", "epoll", Place.TCP4);
  }
}
