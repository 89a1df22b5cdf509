// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollTcp6StreamTest extends ConnectorStreamContract {
  ThreadEpollTcp6StreamTest() {
    super("thread", "epoll", Place.TCP6);
  }
}
