// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollTcp4StructuredTest extends StructuredContract {
  ThreadEpollTcp4StructuredTest() {
    super("thread", "epoll", Place.TCP4);
  }
}
