// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollTcp4ServerTest extends ConnectorServerContract {
  ThreadEpollTcp4ServerTest() {
    super("thread", "epoll", Place.TCP4);
  }
}
