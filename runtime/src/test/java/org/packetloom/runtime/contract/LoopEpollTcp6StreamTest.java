// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollTcp6StreamTest extends ConnectorStreamContract {
  LoopEpollTcp6StreamTest() {
    super("loop", "epoll", Place.TCP6);
  }
}
