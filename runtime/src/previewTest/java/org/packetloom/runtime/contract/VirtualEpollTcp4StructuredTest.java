// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualEpollTcp4StructuredTest extends StructuredContract {
  VirtualEpollTcp4StructuredTest() {
    super("virtual", "epoll", Place.TCP4);
  }
}
