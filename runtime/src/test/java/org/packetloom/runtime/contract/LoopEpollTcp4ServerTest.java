// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollTcp4ServerTest extends ConnectorServerContract {
  LoopEpollTcp4ServerTest() {
    super("loop", "epoll", Place.TCP4);
  }
}
