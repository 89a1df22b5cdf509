// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollTcp4StreamTest extends ConnectorStreamContract {
  ThreadEpollTcp4StreamTest() {
    super("thread", "epoll", Place.TCP4);
  }
}
