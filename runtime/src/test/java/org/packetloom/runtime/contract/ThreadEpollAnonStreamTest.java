// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadEpollAnonStreamTest extends ConnectorStreamContract {
  ThreadEpollAnonStreamTest() {
    super("thread", "epoll", Place.ANON);
  }
}
