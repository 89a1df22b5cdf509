// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollTcp4ListenerTest extends ConnectorListenerContract {
  ThreadEpollTcp4ListenerTest() {
    super("thread", "epoll", Place.TCP4);
  }
}
