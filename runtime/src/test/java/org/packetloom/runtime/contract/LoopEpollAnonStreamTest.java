// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollAnonStreamTest extends ConnectorStreamContract {
  LoopEpollAnonStreamTest() {
    super("loop", "epoll", Place.ANON);
  }
}
