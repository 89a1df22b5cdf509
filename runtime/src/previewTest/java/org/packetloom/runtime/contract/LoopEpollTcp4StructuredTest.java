// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class LoopEpollTcp4StructuredTest extends StructuredContract {
  LoopEpollTcp4StructuredTest() {
    super("loop", "epoll", Place.TCP4);
  }
}
