// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollTcp6ListenerTest extends ConnectorListenerContract {
  ThreadEpollTcp6ListenerTest() {
    super("thread", "epoll", Place.TCP6);
  }
}
