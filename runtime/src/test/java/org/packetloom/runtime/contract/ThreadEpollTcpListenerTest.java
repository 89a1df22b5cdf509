// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollTcpListenerTest extends ConnectorListenerContract {
  ThreadEpollTcpListenerTest() {
    super("thread", "epoll", Place.TCP);
  }
}
